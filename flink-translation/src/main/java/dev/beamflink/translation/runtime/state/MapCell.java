package dev.beamflink.translation.runtime.state;

import dev.beamflink.translation.runtime.element.EncodedKey;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.ReadableState;
import org.apache.beam.sdk.state.ReadableStates;
import org.apache.beam.sdk.state.StateContext;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.Lists;
import org.jspecify.annotations.Nullable;

/**
 * Beam's map state as a Flink map state with encoded keys. Single keys are read lazily; keys,
 * values and entries are taken into memory, encoded, and decoded while they are iterated.
 */
final class MapCell<K extends @Nullable Object, V extends @Nullable Object>
    implements StateCell<MapState<K, V>> {

  private final ScopedMap<EncodedKey, StoredValue<V>> map;
  private final KeyCodec<K> keys;
  private final ValueCodec<V> values;

  MapCell(ScopedMap<EncodedKey, StoredValue<V>> map, KeyCodec<K> keys, ValueCodec<V> values) {
    this.map = map;
    this.keys = keys;
    this.values = values;
  }

  @Override
  public MapState<K, V> at(EncodedNamespace namespace, StateContext<?> context) {
    return new Bound<>(this, namespace);
  }

  private record Bound<K extends @Nullable Object, V extends @Nullable Object>(
      MapCell<K, V> cell, EncodedNamespace namespace) implements MapState<K, V> {

    @Override
    public void put(K key, V value) {
      cell.map.put(namespace, cell.keys.encode(key), StoredValue.of(value, cell.values));
    }

    /** Computes and stores at once. */
    @Override
    @SuppressWarnings("NullAway") // Beam answers null for a key that was absent
    public ReadableState<V> computeIfAbsent(K key, Function<? super K, ? extends V> mapping) {
      EncodedKey encoded = cell.keys.encode(key);
      StoredValue<V> stored = cell.map.get(namespace, encoded);
      V present = stored == null ? null : stored.get(cell.values);
      if (present == null) {
        cell.map.put(namespace, encoded, StoredValue.of(mapping.apply(key), cell.values));
      }
      return ReadableStates.immediate(present);
    }

    @Override
    public void remove(K key) {
      cell.map.remove(namespace, cell.keys.encode(key));
    }

    @Override
    @SuppressWarnings("NullAway") // Beam answers null for a key that is absent
    public ReadableState<V> get(K key) {
      return getOrDefault(key, null);
    }

    @Override
    @SuppressWarnings("NullAway") // null is a default like any other
    public ReadableState<V> getOrDefault(K key, @Nullable V defaultValue) {
      EncodedKey encoded = cell.keys.encode(key);
      return new Deferred<>(
          () -> {
            StoredValue<V> stored = cell.map.get(namespace, encoded);
            return stored == null ? defaultValue : stored.get(cell.values);
          });
    }

    @Override
    public ReadableState<Iterable<K>> keys() {
      return new Deferred<>(
          () -> {
            List<EncodedKey> keys = new ArrayList<>();
            cell.map.forEach(namespace, (key, value) -> keys.add(key));
            return Lists.transform(keys, cell.keys::decode);
          });
    }

    @Override
    public ReadableState<Iterable<V>> values() {
      return new Deferred<>(
          () -> {
            List<StoredValue<V>> values = new ArrayList<>();
            cell.map.forEach(namespace, (key, value) -> values.add(value));
            return Lists.transform(values, value -> value.get(cell.values));
          });
    }

    @Override
    public ReadableState<Iterable<Map.Entry<K, V>>> entries() {
      return new Deferred<>(
          () -> {
            List<Map.Entry<EncodedKey, StoredValue<V>>> entries = new ArrayList<>();
            cell.map.forEach(
                namespace, (key, value) -> entries.add(new SimpleImmutableEntry<>(key, value)));
            return Lists.transform(entries, cell::decode);
          });
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

  private Map.Entry<K, V> decode(Map.Entry<EncodedKey, StoredValue<V>> entry) {
    return new SimpleImmutableEntry<>(keys.decode(entry.getKey()), entry.getValue().get(values));
  }
}
