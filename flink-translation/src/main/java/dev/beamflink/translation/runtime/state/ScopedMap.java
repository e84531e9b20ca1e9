package dev.beamflink.translation.runtime.state;

import java.util.Map;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.runtime.state.internal.InternalKvState;
import org.jspecify.annotations.Nullable;

/**
 * A Flink map state of the current key with its namespace as an argument, and with errors that name
 * the state.
 */
record ScopedMap<K, V>(
    StateName name, MapState<K, V> state, InternalKvState<?, EncodedNamespace, ?> scope) {

  /** Takes the entries of the map, one after the other. */
  interface EntryVisitor<K, V> {
    void visit(K key, V value);
  }

  @Nullable V get(EncodedNamespace namespace, K key) {
    scope.setCurrentNamespace(namespace);
    try {
      return state.get(key);
    } catch (Exception e) {
      throw BackendFailure.at(name, e);
    }
  }

  boolean contains(EncodedNamespace namespace, K key) {
    scope.setCurrentNamespace(namespace);
    try {
      return state.contains(key);
    } catch (Exception e) {
      throw BackendFailure.at(name, e);
    }
  }

  void put(EncodedNamespace namespace, K key, V value) {
    scope.setCurrentNamespace(namespace);
    try {
      state.put(key, value);
    } catch (Exception e) {
      throw BackendFailure.at(name, e);
    }
  }

  void remove(EncodedNamespace namespace, K key) {
    scope.setCurrentNamespace(namespace);
    try {
      state.remove(key);
    } catch (Exception e) {
      throw BackendFailure.at(name, e);
    }
  }

  boolean isEmpty(EncodedNamespace namespace) {
    scope.setCurrentNamespace(namespace);
    try {
      return state.isEmpty();
    } catch (Exception e) {
      throw BackendFailure.at(name, e);
    }
  }

  /** Visits all entries, in no order; the visitor must not touch the state. */
  void forEach(EncodedNamespace namespace, EntryVisitor<K, V> visitor) {
    scope.setCurrentNamespace(namespace);
    try {
      for (Map.Entry<K, V> entry : state.entries()) {
        visitor.visit(entry.getKey(), entry.getValue());
      }
    } catch (Exception e) {
      throw BackendFailure.at(name, e);
    }
  }

  void clear(EncodedNamespace namespace) {
    scope.setCurrentNamespace(namespace);
    state.clear();
  }
}
