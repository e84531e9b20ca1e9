package dev.beamflink.model.payload;

/** Emits one empty byte array at the minimum timestamp, in the global window. */
public record Impulse() implements TransformPayload {}
