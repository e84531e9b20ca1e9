package dev.beamflink.translation.runtime.teststream;

import dev.beamflink.translation.runtime.quiet.ListeningSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a step to come through all subtasks at one end of the pipeline and tells the {@link
 * StepEnumerator}. Lives in the JobManager, called by the JobMaster's main thread only. Keeps no
 * state in checkpoints: after a restore the step comes again.
 */
final class StepReporterCoordinator implements OperatorCoordinator {

  private static final byte[] NO_STATE = new byte[0];

  private final StepLeaf leaf;
  private final Context context;
  private final Map<Integer, Long> stepsBySubtask = new HashMap<>();

  StepReporterCoordinator(StepLeaf leaf, Context context) {
    this.leaf = leaf;
    this.context = context;
  }

  @Override
  public void handleEventFromOperator(int subtask, int attemptNumber, OperatorEvent event) {
    long step = ((StepReport) event).step();
    stepsBySubtask.put(subtask, step);
    if (stepsBySubtask.size() == context.currentParallelism()
        && stepsBySubtask.values().stream().allMatch(other -> other == step)
        && !ListeningSource.tell(context, StepSource.LISTENING_ID, new LeafDoneEvent(leaf, step))) {
      context.failJob(
          new IllegalStateException(
              "A step of a TestStream is done, but its source does not listen, so the job would never go on. This is a bug of the runner, please report it."));
    }
  }

  @Override
  public void executionAttemptFailed(int subtask, int attemptNumber, @Nullable Throwable reason) {
    stepsBySubtask.remove(subtask);
  }

  @Override
  public void subtaskReset(int subtask, long checkpointId) {
    stepsBySubtask.remove(subtask);
  }

  @Override
  public void resetToCheckpoint(long checkpointId, byte @Nullable [] checkpointData) {
    stepsBySubtask.clear();
  }

  @Override
  public void checkpointCoordinator(long checkpointId, CompletableFuture<byte[]> result) {
    result.complete(NO_STATE);
  }

  @Override
  public void start() {}

  @Override
  public void close() {}

  @Override
  public void notifyCheckpointComplete(long checkpointId) {}

  @Override
  public void executionAttemptReady(int subtask, int attemptNumber, SubtaskGateway gateway) {}
}
