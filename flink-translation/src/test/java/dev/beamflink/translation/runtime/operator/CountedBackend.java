package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.state.CountedStates;
import java.util.Map;
import org.apache.flink.runtime.state.CheckpointableKeyedStateBackend;
import org.apache.flink.runtime.state.OperatorStateBackend;
import org.apache.flink.runtime.state.StateBackend;

/** A backend whose keyed states and queues are counted, see {@link CountedStates}. */
final class CountedBackend implements StateBackend {

  private static final long serialVersionUID = 1L;

  private final StateBackend backend;
  private final transient CountedStates states = new CountedStates();

  CountedBackend(StateBackend backend) {
    this.backend = backend;
  }

  /** How often each access was made since the last call. */
  Map<String, Integer> takeAccesses() {
    return states.takeAccesses();
  }

  @Override
  public <K> CheckpointableKeyedStateBackend<K> createKeyedStateBackend(
      KeyedStateBackendParameters<K> parameters) throws Exception {
    return states.counted(backend.createKeyedStateBackend(parameters));
  }

  @Override
  public OperatorStateBackend createOperatorStateBackend(OperatorStateBackendParameters parameters)
      throws Exception {
    return backend.createOperatorStateBackend(parameters);
  }
}
