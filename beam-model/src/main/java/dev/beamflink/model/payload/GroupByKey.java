package dev.beamflink.model.payload;

/** {@code KV<K, V>} to {@code KV<K, Iterable<V>>} per key and window, under its input's trigger. */
public record GroupByKey() implements TransformPayload {}
