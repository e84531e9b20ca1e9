package dev.beamflink.translation.runtime.state;

import dev.beamflink.translation.runtime.format.SerializerDescription;
import dev.beamflink.translation.runtime.format.StateDescription;
import dev.beamflink.translation.runtime.format.StateDescription.Storage;
import org.apache.beam.sdk.coders.Coder;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Describes states of an operator that belong to no key, as {@link OperatorStates} opens them. Used
 * in the client.
 *
 * @param transform full name of the transform that owns the states
 */
public record OperatorStateDescriber(String transform) {

  /** A list that a restore splits among the subtasks. */
  public <T extends @Nullable Object> StateDescription list(String id, Coder<T> coder) {
    StateName name = OperatorStates.name(transform, id);
    return new StateDescription(
        name.inFlink(),
        id,
        Storage.SPLIT_LIST.kind(),
        Storage.SPLIT_LIST,
        null,
        // Flink keeps the elements' serializer only, for lists of operator state.
        SerializerDescription.of(
            StateDescriptors.list(name, ValueCodec.of(name, coder)).getElementSerializer()));
  }

  /** A map of which each subtask holds a copy. */
  public <K, V> StateDescription broadcast(
      String id, TypeSerializer<K> keys, TypeSerializer<V> values) {
    StateName name = OperatorStates.name(transform, id);
    return new StateDescription(
        name.inFlink(),
        id,
        Storage.BROADCAST.kind(),
        Storage.BROADCAST,
        null,
        SerializerDescription.ofMap(keys.snapshotConfiguration(), values.snapshotConfiguration()));
  }
}
