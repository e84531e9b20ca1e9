package dev.beamflink.translation.runtime.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.io.UnboundedSource.CheckpointMark;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.util.IOUtils;
import org.jspecify.annotations.Nullable;

/**
 * Reads splits of an unbounded source in turns, one element per poll, all in the task thread.
 *
 * <p>Watermarks go out per split, through Flink's split outputs, which combine them; at most once
 * an interval, and when a split runs empty, see {@link PolledSplit}. None goes out before the
 * enumerator has said that no split is left for this reader: a split that comes later may have
 * elements of any time.
 */
final class UnboundedSourceReader<T> implements SourceReader<WindowedValue<T>, UnboundedSplit<T>> {

  /** Elements of one split before others get a turn, and the clock is read. */
  private static final int TURN_ELEMENTS = 16;

  private static final long BACKLOG_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final PipelineOptions options;
  private final UserCode userCode;
  private final ReaderClock clock;
  private final ReaderEnd end;
  private final ReaderAvailability availability = new ReaderAvailability();
  private final SplitRotation<T> rotation = new SplitRotation<>();
  private final PendingMarks marks;
  private final MarkFinalization markFinalization;
  private final BacklogGauges<T> backlog;
  private final long watermarkNanos;

  private @Nullable PolledSplit<T> turn;
  private long turnStart;
  private int turnElements;
  private long watermarksDue;
  private long backlogDue;

  UnboundedSourceReader(
      SourceReaderContext context,
      UserCode userCode,
      ReaderClock clock,
      MarkFinalization markFinalization,
      UnboundedReadSpec<T> spec) {
    this.options = spec.options().get();
    this.userCode = userCode;
    this.clock = clock;
    this.end = new ReaderEnd(context);
    this.marks = new PendingMarks(userCode);
    this.markFinalization = markFinalization;
    this.backlog = new BacklogGauges<>(context.metricGroup(), spec.elementCoder());
    this.watermarkNanos = spec.watermarkInterval().toNanos();
    this.watermarksDue = clock.nanos();
    this.backlogDue = clock.nanos() + BACKLOG_NANOS;
  }

  @Override
  public void start() {}

  @Override
  public InputStatus pollNext(ReaderOutput<WindowedValue<T>> output) throws IOException {
    PolledSplit<T> split = turn;
    if (split == null) {
      turnStart = clock.nanos();
      turnElements = 0;
      doPeriodicWork(output);
      split = rotation.next(turnStart);
      if (split == null) {
        return pollNothingDue(output);
      }
      turn = split;
    }
    WindowedValue<T> element = split.cursor().next();
    if (element == null) {
      endEmptyTurn(split, output);
    } else {
      emit(split, element, output);
    }
    return InputStatus.MORE_AVAILABLE;
  }

  private void emit(
      PolledSplit<T> split, WindowedValue<T> element, ReaderOutput<WindowedValue<T>> output)
      throws IOException {
    if (backlog.wantsSample()) {
      backlog.sample(element.getValue());
    }
    ElementOutput.collect(element, output);
    turnElements++;
    if (turnElements == TURN_ELEMENTS) {
      rotation.hadElements(split, turnStart);
      turn = null;
    }
  }

  private void endEmptyTurn(PolledSplit<T> split, ReaderOutput<WindowedValue<T>> output) {
    turn = null;
    long now = clock.nanos();
    if (turnElements > 0) {
      rotation.hadElements(split, now);
    }
    rotation.hadNothing(split, now, turnElements > 0 ? 0 : now - turnStart);
    emitWatermark(split, output);
  }

  private void doPeriodicWork(ReaderOutput<WindowedValue<T>> output) {
    if (turnStart - watermarksDue >= 0) {
      watermarksDue = turnStart + watermarkNanos;
      for (PolledSplit<T> split : rotation.splits()) {
        split.refreshWatermark();
        emitWatermark(split, output);
      }
    }
    if (turnStart - backlogDue >= 0) {
      backlogDue = turnStart + BACKLOG_NANOS;
      backlog.update(rotation);
      if (markFinalization == MarkFinalization.PERIODICALLY) {
        takeMarks(0);
        marks.complete(0);
      }
    }
  }

  private void emitWatermark(PolledSplit<T> split, ReaderOutput<WindowedValue<T>> output) {
    if (end.noSplitsLeft()) {
      split.emitWatermark(output.createOutputForSplit(split.cursor().splitId()));
    }
  }

  private InputStatus pollNothingDue(ReaderOutput<WindowedValue<T>> output) {
    if (!rotation.allFinished()) {
      availability.sleep(rotation.nanosUntilNext(turnStart), clock);
      return InputStatus.NOTHING_AVAILABLE;
    }
    availability.sleep();
    return end.noSplitsLeft() ? end.whenDone(output) : InputStatus.NOTHING_AVAILABLE;
  }

  @Override
  public void addSplits(List<UnboundedSplit<T>> splits) {
    for (UnboundedSplit<T> split : splits) {
      rotation.add(new PolledSplit<>(UnboundedCursor.of(userCode, options, split), clock.nanos()));
    }
    availability.wake();
  }

  @Override
  public void handleSourceEvents(SourceEvent event) {
    if (event instanceof SplittingMetricsEvent counted) {
      userCode.addMetrics(counted.metrics());
    } else {
      end.onEvent(event);
    }
    watermarksDue = clock.nanos();
    availability.wake();
  }

  @Override
  public void notifyNoMoreSplits() {
    end.onMayEnd();
    availability.wake();
  }

  @Override
  public List<UnboundedSplit<T>> snapshotState(long checkpointId) {
    takeMarks(checkpointId);
    List<UnboundedSplit<T>> splits = new ArrayList<>();
    rotation.splits().forEach(split -> splits.add(split.cursor().split()));
    userCode.accumulator().snapshot(checkpointId); // the calls above may have counted
    return splits;
  }

  private void takeMarks(long checkpointId) {
    for (PolledSplit<T> split : rotation.splits()) {
      CheckpointMark mark = split.cursor().takeMark();
      if (mark != null) {
        marks.add(checkpointId, mark);
      }
    }
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    userCode.accumulator().checkpointCompleted(checkpointId);
    marks.complete(checkpointId);
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
  public void close() throws Exception {
    clock.close();
    IOUtils.closeAll(rotation.splits().stream().map(PolledSplit::cursor).toList());
  }
}
