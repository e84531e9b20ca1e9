package dev.beamflink.translation.runtime.state;

import dev.beamflink.translation.runtime.format.DescribedSerializer;
import org.apache.beam.sdk.coders.Coder;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Opens the states of an operator that belong to no key. Their names, like those of keyed state,
 * are made of the transform and the state's id.
 *
 * <p>Used while the operator initializes its state, in the task's thread.
 */
public final class OperatorStates {

  private final OperatorStateStore store;
  private final String transform;

  /**
   * @param transform full name of the transform that owns the states; part of the savepoint format
   */
  public OperatorStates(OperatorStateStore store, String transform) {
    this.store = store;
    this.transform = transform;
  }

  /** A list that a restore splits among the subtasks. */
  public <T extends @Nullable Object> CodedListState<T> list(String id, Coder<T> coder) {
    StateName name = name(transform, id);
    ValueCodec<T> codec = ValueCodec.of(name, coder);
    ListStateDescriptor<StoredValue<T>> descriptor = StateDescriptors.list(name, codec);
    try {
      return new CodedListState<>(name, store.getListState(descriptor), codec);
    } catch (Exception e) {
      throw refused(
          name,
          DescribedSerializer.refusalOf(descriptor.getSerializer()).orElseGet(() -> other(e)),
          e);
    }
  }

  /**
   * A map of which each subtask holds a copy, and of which each gets one back. Its serializers must
   * be those of immutable types: checkpoints copy the map in the task's thread.
   */
  public <K, V> BroadcastState<K, V> broadcast(
      String id, TypeSerializer<K> keys, TypeSerializer<V> values) {
    StateName name = name(transform, id);
    try {
      return store.getBroadcastState(new MapStateDescriptor<>(name.inFlink(), keys, values));
    } catch (Exception e) {
      throw refused(name, other(e), e);
    }
  }

  static StateName name(String transform, String id) {
    return new StateName(transform, true, id);
  }

  private static String other(Exception e) {
    return "If the job was restored, its state was written in another way: " + e.getMessage();
  }

  private static StateAccessException refused(StateName name, String reason, Exception e) {
    return new StateAccessException(
        name
            + " cannot be opened. "
            + reason
            + " Restore with the coders it was written with, or rename the transform and start"
            + " without its state.",
        e);
  }
}
