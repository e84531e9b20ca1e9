package dev.beamflink.runner.savepoint;

import dev.beamflink.translation.runtime.format.SerializerDescription;
import dev.beamflink.translation.runtime.format.StateDescription;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.beam.sdk.util.common.ReflectHelpers;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.io.VersionedIOReadableWritable;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedBackendSerializationProxy;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorBackendSerializationProxy;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.changelog.ChangelogStateBackendHandle;
import org.jspecify.annotations.Nullable;

/**
 * Reads what states a savepoint holds: the descriptions of serializers that stand ahead of the
 * state in each file. Reads no state, so it takes no longer for a large one. Used in the client.
 */
public final class SavepointReader {

  private final OperatorState operator;
  private final TreeMap<String, StateDescription> states = new TreeMap<>();
  private @Nullable SerializerDescription key;

  private SavepointReader(OperatorState operator) {
    this.operator = operator;
  }

  /**
   * Reads the states of all nodes.
   *
   * @param savepoint directory of a savepoint or retained checkpoint, or its metadata file
   * @throws DamagedSavepointException if no job can start from it, be it damaged, be it written in
   *     a format that this runner does not know
   * @throws IOException if it can't be opened from here
   */
  public static List<SavedNode> read(String savepoint) throws IOException {
    List<SavedNode> nodes = new ArrayList<>();
    for (OperatorState operator : SavepointMetadata.read(savepoint).getOperatorStates()) {
      nodes.add(new SavepointReader(operator).read());
    }
    return nodes;
  }

  private SavedNode read() throws DamagedSavepointException {
    String id = operator.getOperatorID().toHexString();
    String name = operator.getOperatorUid().or(operator::getOperatorName).orElse(id);
    try {
      for (OperatorSubtaskState subtask : operator.getStates()) {
        for (KeyedStateHandle handle : subtask.getManagedKeyedState()) {
          readKeyed(handle);
        }
        for (OperatorStateHandle handle : subtask.getManagedOperatorState()) {
          readUnkeyed(handle);
        }
      }
    } catch (IOException | RuntimeException e) {
      throw new DamagedSavepointException(
          "has state of '%s' that can't be read: %s".formatted(name, reason(e)), e);
    }
    return new SavedNode(
        id,
        name,
        operator.getMaxParallelism(),
        operator.isFullyFinished(),
        key,
        List.copyOf(states.values()));
  }

  private static String reason(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  private void readKeyed(KeyedStateHandle handle) throws IOException {
    if (handle instanceof ChangelogStateBackendHandle changelog) {
      for (KeyedStateHandle materialized : changelog.getMaterializedStateHandles()) {
        readKeyed(materialized);
      }
    } else if (handle instanceof IncrementalKeyedStateHandle incremental) {
      readKeyed(incremental.getMetaDataStateHandle());
    } else if (handle instanceof KeyGroupsStateHandle keyGroups) {
      readKeyed((StreamStateHandle) keyGroups);
    } else {
      throw new IOException("it is kept in a way that this runner does not know: " + handle);
    }
  }

  private void readKeyed(StreamStateHandle file) throws IOException {
    KeyedBackendSerializationProxy<?> header =
        new KeyedBackendSerializationProxy<>(ReflectHelpers.findClassLoader());
    readHeader(file, header);
    key = SerializerDescription.of(header.getKeySerializerSnapshot());
    header.getStateMetaInfoSnapshots().stream()
        .flatMap(state -> SavedStates.keyed(state).stream())
        .forEach(state -> states.putIfAbsent(state.name(), state));
  }

  private void readUnkeyed(OperatorStateHandle file) throws IOException {
    OperatorBackendSerializationProxy header =
        new OperatorBackendSerializationProxy(ReflectHelpers.findClassLoader());
    readHeader(file, header);
    header
        .getOperatorStateMetaInfoSnapshots()
        .forEach(state -> states.putIfAbsent(state.getName(), SavedStates.list(state)));
    header
        .getBroadcastStateMetaInfoSnapshots()
        .forEach(state -> states.putIfAbsent(state.getName(), SavedStates.broadcast(state)));
  }

  private static void readHeader(StreamStateHandle file, VersionedIOReadableWritable header)
      throws IOException {
    try (FSDataInputStream in = file.openInputStream()) {
      header.read(new DataInputViewStreamWrapper(in));
    }
  }
}
