package dev.beamflink.translation.testkit;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedBackendSerializationProxy;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;

/** What states a subtask has registered: by the descriptions of them in its snapshot. */
public final class StateNames {

  private StateNames() {}

  /**
   * The names of all keyed states, timer queues and operator states, empty ones too.
   *
   * @param state of a subtask with its state on the heap
   */
  public static Set<String> of(OperatorSubtaskState state) throws IOException {
    Set<String> names = new TreeSet<>();
    for (KeyedStateHandle handle : state.getManagedKeyedState()) {
      readNames((KeyGroupsStateHandle) handle, names);
    }
    for (OperatorStateHandle handle : state.getManagedOperatorState()) {
      names.addAll(handle.getStateNameToPartitionOffsets().keySet());
    }
    return names;
  }

  private static void readNames(KeyGroupsStateHandle handle, Set<String> names) throws IOException {
    KeyedBackendSerializationProxy<?> header =
        new KeyedBackendSerializationProxy<>(StateNames.class.getClassLoader());
    try (FSDataInputStream stream = handle.openInputStream()) {
      header.read(new DataInputViewStreamWrapper(stream));
    }
    for (StateMetaInfoSnapshot state : header.getStateMetaInfoSnapshots()) {
      names.add(state.getName());
    }
  }
}
