package dev.beamflink.translation.runtime.source;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;
import org.jspecify.annotations.Nullable;

/**
 * Reads splits of a bounded source, one after the other, and asks for the next one when it has
 * none. One element per poll, all in the task thread. No watermark before the last one, as the
 * elements of a split come in any order of time.
 */
final class BoundedSourceReader<T> implements SourceReader<WindowedValue<T>, BoundedSplit<T>> {

  private final SourceReaderContext context;
  private final PipelineOptions options;
  private final UserCode userCode;
  private final ReaderEnd end;
  private final ReaderAvailability availability = new ReaderAvailability();

  private final Deque<BoundedSplit<T>> waiting = new ArrayDeque<>();

  /** Splits that Flink knows of; it keeps an output for each until that is released. */
  private final Set<String> splitsWithOutput = new HashSet<>();

  private @Nullable BoundedCursor<T> cursor;
  private boolean requested;

  BoundedSourceReader(SourceReaderContext context, UserCode userCode, PipelineOptions options) {
    this.context = context;
    this.userCode = userCode;
    this.options = options;
    this.end = new ReaderEnd(context);
  }

  @Override
  public void start() {
    if (waiting.isEmpty()) {
      requestSplit();
    }
  }

  @Override
  public InputStatus pollNext(ReaderOutput<WindowedValue<T>> output) {
    BoundedCursor<T> current = cursor;
    if (current == null) {
      BoundedSplit<T> next = waiting.poll();
      if (next == null) {
        return pollNoSplit(output);
      }
      current = new BoundedCursor<>(userCode, options, next);
      cursor = current;
    }
    WindowedValue<T> element = current.next();
    if (element != null) {
      ElementOutput.collect(element, output);
    } else if (current.isFinished()) {
      finish(current, output);
    }
    return InputStatus.MORE_AVAILABLE;
  }

  private void finish(BoundedCursor<T> finished, ReaderOutput<WindowedValue<T>> output) {
    cursor = null;
    finished.close();
    String id = finished.position().splitId();
    if (splitsWithOutput.remove(id)) {
      output.releaseOutputForSplit(id);
    }
  }

  private InputStatus pollNoSplit(ReaderOutput<WindowedValue<T>> output) {
    availability.sleep();
    if (end.noSplitsLeft()) {
      return end.whenDone(output);
    }
    requestSplit();
    return InputStatus.NOTHING_AVAILABLE;
  }

  private void requestSplit() {
    if (!requested) {
      requested = true;
      context.sendSplitRequest();
    }
  }

  @Override
  public void addSplits(List<BoundedSplit<T>> splits) {
    requested = false;
    waiting.addAll(splits);
    splits.forEach(split -> splitsWithOutput.add(split.splitId()));
    availability.wake();
  }

  @Override
  public void handleSourceEvents(SourceEvent event) {
    if (event instanceof SplittingMetricsEvent counted) {
      userCode.addMetrics(counted.metrics());
    } else {
      end.onEvent(event);
    }
    availability.wake();
  }

  @Override
  public void notifyNoMoreSplits() {
    end.onMayEnd();
    availability.wake();
  }

  @Override
  public List<BoundedSplit<T>> snapshotState(long checkpointId) {
    List<BoundedSplit<T>> splits = new ArrayList<>();
    if (cursor != null) {
      cursor.splitOffRest().ifPresent(waiting::addFirst);
      splits.add(cursor.position());
    }
    splits.addAll(waiting);
    userCode.accumulator().snapshot(checkpointId); // the calls above may have counted
    return splits;
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    userCode.accumulator().checkpointCompleted(checkpointId);
  }

  @Override
  public void notifyCheckpointAborted(long checkpointId) {
    userCode.accumulator().checkpointAborted(checkpointId);
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return availability.future();
  }

  @Override
  public void close() {
    if (cursor != null) {
      cursor.close();
    }
  }
}
