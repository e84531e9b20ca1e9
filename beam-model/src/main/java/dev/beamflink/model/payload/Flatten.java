package dev.beamflink.model.payload;

/** Emits the elements of all its inputs; may have none, or the same PCollection several times. */
public record Flatten() implements TransformPayload {}
