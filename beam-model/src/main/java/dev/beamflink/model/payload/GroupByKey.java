package dev.beamflink.model.payload;

import org.apache.beam.sdk.util.construction.PTransformTranslation;

/** {@code KV<K, V>} to {@code KV<K, Iterable<V>>} per key and window, under its input's trigger. */
public record GroupByKey() implements TransformPayload {

  /** The URN of the transform. */
  public static final String URN = PTransformTranslation.GROUP_BY_KEY_TRANSFORM_URN;
}
