package dev.beamflink.model.payload;

/**
 * Redistributes a {@code PCollection<KV<K, V>>} by key and breaks fusion; elements keep timestamp,
 * windows and pane. A composite of the SDK that the graph has as one leaf.
 */
public record Reshuffle() implements TransformPayload {}
