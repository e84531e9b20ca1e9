package dev.beamflink.translation.runtime.state;

import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.format.DescribedSerializer;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.State;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.internal.InternalKvState;
import org.jspecify.annotations.Nullable;

/**
 * Opens keyed states in a backend, all with the same namespaces. Here a restored state meets the
 * job's coders, and is refused if they don't fit.
 */
final class FlinkStates {

  private final KeyedStateBackend<EncodedKey> backend;
  private final EncodedNamespaceSerializer namespaces;
  private final BagLimits bagLimits;
  private final KeptValues keptValues;
  private @Nullable RecentValues recent;
  private boolean recentAccumulators;

  FlinkStates(
      KeyedStateBackend<EncodedKey> backend,
      Coder<? extends BoundedWindow> windowCoder,
      BagLimits bagLimits,
      KeptValues keptValues) {
    this.backend = backend;
    this.bagLimits = bagLimits;
    this.keptValues = keptValues;
    this.namespaces = EncodedNamespaceSerializer.of(windowCoder);
  }

  /**
   * Values that are opened from now on go by way of memory.
   *
   * @param accumulators whether those do, too, whose size is not known
   */
  void keep(RecentValues values, boolean accumulators) {
    recent = values;
    recentAccumulators = accumulators;
  }

  /** Values that user code writes. */
  <T extends @Nullable Object> ScopedValue<Object> contents(StateName name, ValueCodec<T> codec) {
    return recent(
        new ContentOfValue<>(inBackend(name, StateDescriptors.value(name, codec)), codec));
  }

  <V> ScopedValue<V> value(StateName name, ValueStateDescriptor<V> descriptor) {
    return recent(inBackend(name, descriptor));
  }

  private <V> ScopedValue<V> recent(ScopedValue<V> value) {
    return recent == null ? value : recent.of(value);
  }

  /** Accumulators, by way of memory where it is known, or does not matter, how large they are. */
  <T extends @Nullable Object> ScopedValue<StoredValue<T>> accumulators(
      StateName name, ValueCodec<T> codec) {
    BackendValue<StoredValue<T>> value = inBackend(name, StateDescriptors.value(name, codec));
    return codec.immutable() || recentAccumulators ? recent(value) : value;
  }

  private <V> BackendValue<V> inBackend(StateName name, ValueStateDescriptor<V> descriptor) {
    var state = open(name, descriptor);
    return new BackendValue<>(name, state, scopeOf(state));
  }

  <T extends @Nullable Object> BagCell<T> bag(StateName name, ValueCodec<T> codec) {
    var state = open(name, StateDescriptors.bag(name, codec));
    ScopedList<BagItem<T>> items = new ScopedList<>(name, state, scopeOf(state));
    SharedList<BagItem<T>> shared =
        new SharedList<>(items, backend.getKeySerializer(), new BagItemSerializer<>(codec));
    return new BagCell<>(
        items, codec, new BagChunks<>(shared, codec, backend, bagLimits, keptValues));
  }

  <K, V> ScopedMap<K, V> map(StateName name, MapStateDescriptor<K, V> descriptor) {
    var state = open(name, descriptor);
    return new ScopedMap<>(name, state, scopeOf(state));
  }

  private <S extends State> S open(StateName name, StateDescriptor<S, ?> descriptor) {
    try {
      return backend.getOrCreateKeyedState(namespaces, descriptor);
    } catch (Exception e) {
      throw new StateAccessException(
          name
              + " cannot be opened. "
              + reason(descriptor, e)
              + " Restore with the coders it was written with, or give the state a new id and"
              + " start without it.",
          e);
    }
  }

  private String reason(StateDescriptor<?, ?> descriptor, Exception e) {
    return DescribedSerializer.refusalOf(descriptor.getSerializer())
        .or(() -> DescribedSerializer.refusalOf(namespaces).map("In its windows: "::concat))
        .orElseGet(
            () ->
                "If the job was restored, its state was written with another kind: "
                    + e.getMessage());
  }

  /** Every backend's states, and what Flink wraps around them, have a current namespace. */
  @SuppressWarnings("unchecked") // the namespaces are those it was opened with
  private static InternalKvState<?, EncodedNamespace, ?> scopeOf(State state) {
    return (InternalKvState<?, EncodedNamespace, ?>) state;
  }
}
