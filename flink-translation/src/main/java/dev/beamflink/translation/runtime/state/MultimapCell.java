package dev.beamflink.translation.runtime.state;

import dev.beamflink.translation.runtime.element.EncodedKey;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.state.MultimapState;
import org.apache.beam.sdk.state.ReadableState;
import org.apache.beam.sdk.state.StateContext;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.Lists;
import org.jspecify.annotations.Nullable;

/**
 * Beam's multimap state as a Flink map state with one entry per value, and one per key that counts
 * them. Putting a value reads and writes the count and writes the value, however many the key has;
 * reading a key looks its values up one by one. Keys and entries are taken into memory, encoded.
 */
final class MultimapCell<K extends @Nullable Object, V extends @Nullable Object>
    implements StateCell<MultimapState<K, V>> {

  private final ScopedMap<MultimapKey, MultimapSlot<V>> map;
  private final KeyCodec<K> keys;
  private final ValueCodec<V> values;

  MultimapCell(
      ScopedMap<MultimapKey, MultimapSlot<V>> map, KeyCodec<K> keys, ValueCodec<V> values) {
    this.map = map;
    this.keys = keys;
    this.values = values;
  }

  @Override
  public MultimapState<K, V> at(EncodedNamespace namespace, StateContext<?> context) {
    return new Bound<>(this, namespace);
  }

  private record Bound<K extends @Nullable Object, V extends @Nullable Object>(
      MultimapCell<K, V> cell, EncodedNamespace namespace) implements MultimapState<K, V> {

    @Override
    public void put(K key, V value) {
      EncodedKey encoded = cell.keys.encode(key);
      int count = cell.count(namespace, encoded);
      StoredValue<V> stored = StoredValue.of(value, cell.values);
      cell.map.put(namespace, MultimapKey.header(encoded), MultimapSlot.header(count + 1));
      cell.map.put(namespace, new MultimapKey(encoded, count), MultimapSlot.of(stored));
    }

    @Override
    public ReadableState<Iterable<V>> get(K key) {
      EncodedKey encoded = cell.keys.encode(key);
      return new Deferred<>(() -> cell.read(namespace, encoded));
    }

    @Override
    public void remove(K key) {
      EncodedKey encoded = cell.keys.encode(key);
      int count = cell.count(namespace, encoded);
      for (int position = MultimapKey.HEADER; count > 0 && position < count; position++) {
        cell.map.remove(namespace, new MultimapKey(encoded, position));
      }
    }

    @Override
    public ReadableState<Iterable<K>> keys() {
      return new Deferred<>(
          () -> {
            List<EncodedKey> keys = new ArrayList<>();
            cell.map.forEach(
                namespace,
                (place, slot) -> {
                  if (place.isHeader()) {
                    keys.add(place.key());
                  }
                });
            return Lists.transform(keys, cell.keys::decode);
          });
    }

    @Override
    public ReadableState<Iterable<Map.Entry<K, V>>> entries() {
      return new Deferred<>(() -> cell.entries(namespace));
    }

    @Override
    public ReadableState<Boolean> containsKey(K key) {
      EncodedKey encoded = cell.keys.encode(key);
      return new Deferred<>(() -> cell.count(namespace, encoded) > 0);
    }

    @Override
    public ReadableState<Boolean> isEmpty() {
      return new Deferred<>(() -> cell.map.isEmpty(namespace));
    }

    @Override
    public void clear() {
      cell.map.clear(namespace);
    }
  }

  private int count(EncodedNamespace namespace, EncodedKey key) {
    MultimapSlot<V> header = map.get(namespace, MultimapKey.header(key));
    return header == null ? 0 : header.count();
  }

  private Iterable<V> read(EncodedNamespace namespace, EncodedKey key) {
    int count = count(namespace, key);
    List<StoredValue<V>> stored = new ArrayList<>(count);
    for (int position = 0; position < count; position++) {
      MultimapSlot<V> slot = map.get(namespace, new MultimapKey(key, position));
      if (slot == null || slot.value() == null) {
        throw new IllegalStateException(
            map.name()
                + " has lost value "
                + position
                + " of "
                + count
                + " of a key. This is a bug of the runner; please report it.");
      }
      stored.add(slot.value());
    }
    return Lists.transform(stored, value -> value.get(values));
  }

  /** The entries, those of a key one after the other in the order they were put. */
  private Iterable<Map.Entry<K, V>> entries(EncodedNamespace namespace) {
    Map<EncodedKey, List<Map.Entry<MultimapKey, StoredValue<V>>>> byKey = new LinkedHashMap<>();
    map.forEach(
        namespace,
        (place, slot) -> {
          StoredValue<V> value = slot.value();
          if (value != null) {
            byKey
                .computeIfAbsent(place.key(), key -> new ArrayList<>())
                .add(new SimpleImmutableEntry<>(place, value));
          }
        });
    List<Map.Entry<MultimapKey, StoredValue<V>>> entries = new ArrayList<>();
    for (List<Map.Entry<MultimapKey, StoredValue<V>>> ofKey : byKey.values()) {
      ofKey.sort(Comparator.comparingInt(entry -> entry.getKey().position()));
      entries.addAll(ofKey);
    }
    return Lists.transform(entries, this::decode);
  }

  private Map.Entry<K, V> decode(Map.Entry<MultimapKey, StoredValue<V>> entry) {
    return new SimpleImmutableEntry<>(
        keys.decode(entry.getKey().key()), entry.getValue().get(values));
  }
}
