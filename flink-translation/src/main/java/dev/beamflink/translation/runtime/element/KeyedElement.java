package dev.beamflink.translation.runtime.element;

import org.apache.beam.sdk.values.WindowedValue;

/**
 * What travels on keyed edges: an element of a {@code PCollection<KV<K, V>>}, its key already
 * encoded.
 *
 * @param key the encoded key, which decides the subtask and the state
 * @param value the element's value {@code V} with timestamp, windows and pane; the key is not in it
 */
public record KeyedElement<V>(EncodedKey key, WindowedValue<V> value) {}
