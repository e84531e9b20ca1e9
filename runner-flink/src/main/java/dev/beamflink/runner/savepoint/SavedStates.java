package dev.beamflink.runner.savepoint;

import dev.beamflink.translation.runtime.format.SerializerDescription;
import dev.beamflink.translation.runtime.format.StateDescription;
import dev.beamflink.translation.runtime.format.StateDescription.Storage;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.BackendStateType;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonOptionsKeys;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonSerializerKeys;

/** Makes descriptions of what Flink says of the states in a savepoint. */
final class SavedStates {

  private SavedStates() {}

  /**
   * A keyed state; nothing for a queue of timers, which follows the state that says what is set.
   */
  static Optional<StateDescription> keyed(StateMetaInfoSnapshot state) {
    if (state.getBackendStateType() == BackendStateType.PRIORITY_QUEUE) {
      return Optional.empty();
    }
    Storage storage =
        switch (state.getOption(CommonOptionsKeys.KEYED_STATE_TYPE)) {
          case "VALUE" -> Storage.KEYED_VALUE;
          case "LIST" -> Storage.KEYED_LIST;
          case "MAP" -> Storage.KEYED_MAP;
          default ->
              throw new IllegalStateException(
                  "state '%s' is a %s, which no state of this runner is"
                      .formatted(
                          state.getName(), state.getOption(CommonOptionsKeys.KEYED_STATE_TYPE)));
        };
    return Optional.of(
        new StateDescription(
            state.getName(),
            id(state),
            storage.kind(),
            storage,
            serializer(state, CommonSerializerKeys.NAMESPACE_SERIALIZER),
            serializer(state, CommonSerializerKeys.VALUE_SERIALIZER)));
  }

  static StateDescription list(StateMetaInfoSnapshot state) {
    return new StateDescription(
        state.getName(),
        id(state),
        Storage.SPLIT_LIST.kind(),
        Storage.SPLIT_LIST,
        null,
        serializer(state, CommonSerializerKeys.VALUE_SERIALIZER));
  }

  static StateDescription broadcast(StateMetaInfoSnapshot state) {
    return new StateDescription(
        state.getName(),
        id(state),
        Storage.BROADCAST.kind(),
        Storage.BROADCAST,
        null,
        SerializerDescription.ofMap(
            snapshot(state, CommonSerializerKeys.KEY_SERIALIZER),
            snapshot(state, CommonSerializerKeys.VALUE_SERIALIZER)));
  }

  private static SerializerDescription serializer(
      StateMetaInfoSnapshot state, CommonSerializerKeys role) {
    return SerializerDescription.of(snapshot(state, role));
  }

  private static TypeSerializerSnapshot<?> snapshot(
      StateMetaInfoSnapshot state, CommonSerializerKeys role) {
    return Objects.requireNonNull(
        state.getTypeSerializerSnapshot(role),
        () -> "state '%s' has no %s".formatted(state.getName(), role));
  }

  /** What stands behind the transform in the state's name. */
  private static String id(StateMetaInfoSnapshot state) {
    return state.getName().substring(state.getName().lastIndexOf(':') + 1);
  }
}
