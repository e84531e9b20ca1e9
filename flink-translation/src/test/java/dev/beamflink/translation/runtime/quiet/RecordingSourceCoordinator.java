package dev.beamflink.translation.runtime.quiet;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.apache.flink.runtime.source.event.SourceEventWrapper;

/** Stands for the coordinator of a source that listens. */
public final class RecordingSourceCoordinator implements OperatorCoordinator {

  public final List<SourceEvent> events = new ArrayList<>();
  private boolean closed;

  @Override
  public void handleEventFromOperator(int subtask, int attemptNumber, OperatorEvent event) {
    if (closed) {
      throw new RejectedExecutionException("closed");
    }
    events.add(((SourceEventWrapper) event).getSourceEvent());
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public void start() {}

  @Override
  public void checkpointCoordinator(long checkpointId, CompletableFuture<byte[]> result) {}

  @Override
  public void notifyCheckpointComplete(long checkpointId) {}

  @Override
  public void resetToCheckpoint(long checkpointId, byte[] checkpointData) {}

  @Override
  public void subtaskReset(int subtask, long checkpointId) {}

  @Override
  public void executionAttemptFailed(int subtask, int attemptNumber, Throwable reason) {}

  @Override
  public void executionAttemptReady(int subtask, int attemptNumber, SubtaskGateway gateway) {}
}
