package dev.beamflink.model.payload;

import org.apache.beam.model.pipeline.v1.RunnerApi.WindowIntoPayload;
import org.apache.beam.sdk.util.construction.PTransformTranslation;

/**
 * Puts each element into the windows that a window function assigns.
 *
 * @param proto the payload with the window function
 */
public record AssignWindows(WindowIntoPayload proto) implements TransformPayload {

  /** The URN of the transform. */
  public static final String URN = PTransformTranslation.ASSIGN_WINDOWS_TRANSFORM_URN;
}
