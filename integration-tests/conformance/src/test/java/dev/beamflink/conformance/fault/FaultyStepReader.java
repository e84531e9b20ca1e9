package dev.beamflink.conformance.fault;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.InputStatus;
import org.jspecify.annotations.Nullable;

/**
 * The reader of the steps of TestStreams, which hears from its enumerator that it may start, then
 * each time that a step is done everywhere. What it hears is held back, and sometimes answered by a
 * failure, as its {@link StepFaults} say. All in the task thread.
 */
final class FaultyStepReader<T, S extends SourceSplit> implements SourceReader<T, S> {

  private static final long NONE = Long.MAX_VALUE;

  private final SourceReader<T, S> reader;
  private final StepFaults faults;
  private boolean started;
  private long step;
  private @Nullable SourceEvent held;

  /** The first checkpoint since an event is held. */
  private long firstCheckpoint = NONE;

  FaultyStepReader(SourceReader<T, S> reader, StepFaults faults) {
    this.reader = reader;
    this.faults = faults;
  }

  @Override
  public void addSplits(List<S> restored) {
    step = faults.restoredStep();
    reader.addSplits(restored);
  }

  @Override
  public void handleSourceEvents(SourceEvent event) {
    if (!started) {
      started = true;
      reader.handleSourceEvents(event);
    } else if (faults.done(step)) {
      held = event;
      firstCheckpoint = NONE;
    } else {
      goOn(event);
    }
  }

  private void goOn(SourceEvent stepDone) {
    step++;
    reader.handleSourceEvents(stepDone);
  }

  @Override
  public List<S> snapshotState(long checkpointId) {
    faults.snapshot(checkpointId, step);
    if (held != null) {
      firstCheckpoint = Math.min(firstCheckpoint, checkpointId);
    }
    return reader.snapshotState(checkpointId);
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    reader.notifyCheckpointComplete(checkpointId);
    SourceEvent event = held;
    if (event != null && checkpointId >= firstCheckpoint) {
      held = null;
      faults.completed(checkpointId, step);
      goOn(event);
    }
  }

  @Override
  public void notifyCheckpointAborted(long checkpointId) throws Exception {
    reader.notifyCheckpointAborted(checkpointId);
  }

  @Override
  public void start() {
    reader.start();
  }

  @Override
  public InputStatus pollNext(ReaderOutput<T> output) throws Exception {
    return reader.pollNext(output);
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return reader.isAvailable();
  }

  @Override
  public void notifyNoMoreSplits() {
    reader.notifyNoMoreSplits();
  }

  @Override
  public void close() throws Exception {
    reader.close();
  }
}
