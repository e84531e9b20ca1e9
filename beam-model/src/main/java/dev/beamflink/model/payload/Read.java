package dev.beamflink.model.payload;

import org.apache.beam.model.pipeline.v1.RunnerApi.ReadPayload;

/**
 * Reads a Java {@code BoundedSource} or {@code UnboundedSource} that is serialized in the payload.
 * Sources of other SDKs never come here: the runner cannot read them, so their expansion is used.
 *
 * @param proto the payload with the source
 * @param bounded which of the two
 */
public record Read(ReadPayload proto, boolean bounded) implements TransformPayload {

  /** The URN of the transform; Beam deprecates it in favour of splittable DoFns. */
  public static final String URN = "beam:transform:read:v1";
}
