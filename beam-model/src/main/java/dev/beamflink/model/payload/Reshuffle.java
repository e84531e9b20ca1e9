package dev.beamflink.model.payload;

import org.apache.beam.sdk.util.construction.PTransformTranslation;

/**
 * Redistributes elements and breaks fusion; elements keep timestamp, windows and pane. A composite
 * of the SDK that the graph has as one leaf.
 *
 * <p>In the Java SDK its elements are {@code KV}s, in the Python and Go SDKs they may be anything.
 */
public record Reshuffle() implements TransformPayload {

  /** The URN of the transform. */
  public static final String URN = PTransformTranslation.RESHUFFLE_URN;
}
