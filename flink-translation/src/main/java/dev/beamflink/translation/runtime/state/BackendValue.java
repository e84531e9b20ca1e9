package dev.beamflink.translation.runtime.state;

import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.runtime.state.internal.InternalKvState;
import org.jspecify.annotations.Nullable;

/**
 * A Flink value state of the current key with its namespace as an argument, and with errors that
 * name the state.
 */
record BackendValue<V>(
    StateName name, ValueState<V> state, InternalKvState<?, EncodedNamespace, ?> scope)
    implements ScopedValue<V> {

  @Override
  public @Nullable V get(EncodedNamespace namespace) {
    scope.setCurrentNamespace(namespace);
    try {
      return state.value();
    } catch (Exception e) {
      throw BackendFailure.at(name, e);
    }
  }

  @Override
  public void set(EncodedNamespace namespace, V value) {
    scope.setCurrentNamespace(namespace);
    try {
      state.update(value);
    } catch (Exception e) {
      throw BackendFailure.at(name, e);
    }
  }

  @Override
  public void clear(EncodedNamespace namespace) {
    scope.setCurrentNamespace(namespace);
    state.clear();
  }
}
