package dev.beamflink.translation.runtime.quiet;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the quiet subtasks of one operator and tells the sources upstream when all are.
 *
 * <p>Lives in the JobManager, called by the JobMaster's main thread only, never blocks. Keeps no
 * state in checkpoints: after a restore subtasks report again. Sources are found under their
 * listening ids in the job's {@code CoordinatorStore}.
 *
 * <p>Why an announcement can be neither early nor lost:
 *
 * <ul>
 *   <li>A regional failover resets all its subtasks here, in the main thread, before it deploys new
 *       attempts. So a source hears that the operator is not quiet before its own new readers
 *       register, and cannot release them too early.
 *   <li>A global failover replaces the source's coordinator, in another thread, and resets this
 *       one. The new source coordinator hears of no earlier announcement. A new one can only come
 *       after the source's readers sent their last watermark, which they do when their new
 *       coordinator, already in the store, told them to.
 * </ul>
 */
final class QuietCoordinator implements OperatorCoordinator {

  private static final Logger LOG = LoggerFactory.getLogger(QuietCoordinator.class);
  private static final byte[] NO_STATE = new byte[0];

  private final QuietSpec spec;
  private final Context context;
  private final Set<Integer> quietSubtasks = new HashSet<>();
  private boolean announced;

  QuietCoordinator(QuietSpec spec, Context context) {
    this.spec = spec;
    this.context = context;
  }

  @Override
  public void handleEventFromOperator(int subtask, int attemptNumber, OperatorEvent event)
      throws Exception {
    if (!(event instanceof QuietEvent)) {
      throw new IllegalStateException(
          "Operator '%s' sent %s, expected a quiet event. This is a bug of the runner, please report it."
              .formatted(spec.operatorId(), event));
    }
    quietSubtasks.add(subtask);
    if (!announced && quietSubtasks.size() == context.currentParallelism()) {
      announced = true;
      announce(true);
    }
  }

  @Override
  public void executionAttemptFailed(int subtask, int attemptNumber, @Nullable Throwable reason) {
    withdraw(subtask);
  }

  @Override
  public void subtaskReset(int subtask, long checkpointId) {
    withdraw(subtask);
  }

  @Override
  public void resetToCheckpoint(long checkpointId, byte @Nullable [] checkpointData) {
    quietSubtasks.clear();
    announced = false;
  }

  private void withdraw(int subtask) {
    quietSubtasks.remove(subtask);
    if (announced) {
      announced = false;
      announce(false);
    }
  }

  private void announce(boolean quiet) {
    LOG.debug("Operator {} is {}quiet", spec.operatorId(), quiet ? "" : "no longer ");
    DownstreamQuietEvent event = new DownstreamQuietEvent(spec.operatorId(), quiet);
    for (String source : spec.upstreamSources()) {
      if (!ListeningSource.tell(context, source, event) && quiet) {
        context.failJob(
            new IllegalStateException(
                "Operator '%s' is quiet, but its source '%s' does not listen, so the job would never end. This is a bug of the runner, please report it."
                    .formatted(spec.operatorId(), source)));
      }
    }
  }

  @Override
  public void checkpointCoordinator(long checkpointId, CompletableFuture<byte[]> result) {
    result.complete(NO_STATE);
  }

  @Override
  public boolean supportsBatchSnapshot() {
    return true;
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
