package dev.beamflink.translation.runtime.state;

import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.runtime.state.internal.InternalKvState;
import org.jspecify.annotations.Nullable;

/**
 * A Flink list state of the current key with its namespace as an argument, and with errors that
 * name the state.
 */
record ScopedList<V>(
    StateName name, ListState<V> state, InternalKvState<?, EncodedNamespace, ?> scope) {

  void add(EncodedNamespace namespace, V value) {
    scope.setCurrentNamespace(namespace);
    try {
      state.add(value);
    } catch (Exception e) {
      throw BackendFailure.at(name, e);
    }
  }

  /**
   * The elements. The list may grow at its end later, by what is added to the state, but never
   * changes otherwise: the heap backend hands out its own list, appends to it and drops it when the
   * state is cleared.
   */
  List<V> get(EncodedNamespace namespace) {
    scope.setCurrentNamespace(namespace);
    try {
      return asList(state.get());
    } catch (Exception e) {
      throw BackendFailure.at(name, e);
    }
  }

  /** Puts these elements, at least one, in the place of what the list holds. */
  void replace(EncodedNamespace namespace, List<V> elements) {
    scope.setCurrentNamespace(namespace);
    try {
      state.update(elements);
    } catch (Exception e) {
      throw BackendFailure.at(name, e);
    }
  }

  void clear(EncodedNamespace namespace) {
    scope.setCurrentNamespace(namespace);
    state.clear();
  }

  private static <V> List<V> asList(@Nullable Iterable<V> elements) {
    if (elements == null) {
      return List.of();
    }
    if (elements instanceof List<V> list && list instanceof RandomAccess) {
      return list;
    }
    List<V> list = new ArrayList<>();
    elements.forEach(list::add);
    return list;
  }
}
