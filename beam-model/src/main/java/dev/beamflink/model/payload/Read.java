package dev.beamflink.model.payload;

import org.apache.beam.model.pipeline.v1.RunnerApi.ReadPayload;

/**
 * Reads a serialized {@code BoundedSource} or {@code UnboundedSource}.
 *
 * @param proto the payload with the source
 * @param bounded which of the two
 */
public record Read(ReadPayload proto, boolean bounded) implements TransformPayload {}
