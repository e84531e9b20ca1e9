package dev.beamflink.conformance.fault;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.InputStatus;
import org.jspecify.annotations.Nullable;

/** A reader that holds and fails as its {@link ReaderFaults} say. All in the task thread. */
final class FaultyReader<T, S extends SourceSplit> implements SourceReader<T, S> {

  private final SourceReader<T, S> reader;
  private final ReaderFaults faults;
  private @Nullable WatchedOutput<T> watched;
  private boolean ended;

  FaultyReader(SourceReader<T, S> reader, ReaderFaults faults) {
    this.reader = reader;
    this.faults = faults;
  }

  @Override
  public InputStatus pollNext(ReaderOutput<T> output) throws Exception {
    faults.failIfDue();
    if (faults.holds()) {
      return InputStatus.NOTHING_AVAILABLE;
    }
    if (ended) {
      return InputStatus.END_OF_INPUT;
    }
    if (faults.kept() != null) {
      passKeptOn(output);
      return InputStatus.MORE_AVAILABLE;
    }
    InputStatus status = reader.pollNext(watched(output));
    if (status == InputStatus.END_OF_INPUT) {
      ended = true;
      faults.ended();
    }
    faults.failIfDue();
    return faults.holds() ? InputStatus.NOTHING_AVAILABLE : status;
  }

  @SuppressWarnings("unchecked") // kept by a reader of the same source
  private void passKeptOn(ReaderOutput<T> output) {
    KeptElement<T> element = (KeptElement<T>) faults.kept();
    faults.passedOn();
    element.passOn(output);
  }

  private ReaderOutput<T> watched(ReaderOutput<T> output) {
    WatchedOutput<T> current = watched;
    if (current == null || !current.isOf(output)) {
      current = new WatchedOutput<>(output, faults);
      watched = current;
    }
    return current;
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    CompletableFuture<Void> changed = faults.changed();
    if (faults.isStruck() || (faults.kept() != null && !faults.holds())) {
      return CompletableFuture.completedFuture(null);
    }
    if (faults.holds()) {
      return changed;
    }
    CompletableFuture<Void> available = reader.isAvailable();
    return available.isDone() || faults.isOpen()
        ? available
        : CompletableFuture.anyOf(available, changed).thenRun(() -> {});
  }

  @Override
  public List<S> snapshotState(long checkpointId) {
    faults.snapshot(checkpointId);
    return reader.snapshotState(checkpointId);
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    reader.notifyCheckpointComplete(checkpointId);
    faults.completed(checkpointId);
  }

  @Override
  public void notifyCheckpointAborted(long checkpointId) throws Exception {
    reader.notifyCheckpointAborted(checkpointId);
  }

  @Override
  public void start() {
    faults.restore();
    reader.start();
  }

  @Override
  public void addSplits(List<S> splits) {
    reader.addSplits(splits);
  }

  @Override
  public void notifyNoMoreSplits() {
    reader.notifyNoMoreSplits();
  }

  @Override
  public void handleSourceEvents(SourceEvent event) {
    reader.handleSourceEvents(event);
  }

  @Override
  public void pauseOrResumeSplits(Collection<String> pause, Collection<String> resume) {
    reader.pauseOrResumeSplits(pause, resume);
  }

  @Override
  public void close() throws Exception {
    reader.close();
  }
}
