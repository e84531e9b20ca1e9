package dev.beamflink.model.payload;

import org.apache.beam.model.pipeline.v1.RunnerApi.TestStreamPayload;

/**
 * Plays a fixed list of elements, watermarks and clock advances.
 *
 * @param proto the payload with the events
 */
public record TestStream(TestStreamPayload proto) implements TransformPayload {}
