package dev.beamflink.model.payload;

import org.apache.beam.model.pipeline.v1.RunnerApi.WindowIntoPayload;

/**
 * Puts each element into the windows that a window function assigns.
 *
 * @param proto the payload with the window function
 */
public record AssignWindows(WindowIntoPayload proto) implements TransformPayload {}
