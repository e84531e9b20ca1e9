package dev.beamflink.benchmarks.flink;

import dev.beamflink.benchmarks.fork.Pace;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.core.io.InputStatus;

/**
 * Reads one split of numbers, each one when it is due. A thread beside the task wakes it up, as the
 * thread does that fetches what a real source reads.
 */
final class PacedReader implements SourceReader<Long, NumberSequenceSplit> {

  private final SourceReaderContext context;
  private final double elementsPerSecond;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final CompletableFuture<Void> splitCame = new CompletableFuture<>();
  private Pace pace = Pace.start(0);
  private long next;
  private long last = -1;
  private boolean reads;

  PacedReader(SourceReaderContext context, double elementsPerSecond) {
    this.context = context;
    this.elementsPerSecond = elementsPerSecond;
  }

  @Override
  public void start() {
    context.sendSplitRequest();
  }

  @Override
  public void addSplits(List<NumberSequenceSplit> splits) {
    NumberSequenceSplit split = splits.get(0);
    next = split.from();
    last = split.to();
    reads = true;
    pace = Pace.start(elementsPerSecond);
    splitCame.complete(null);
  }

  @Override
  public void notifyNoMoreSplits() {}

  @Override
  public InputStatus pollNext(ReaderOutput<Long> output) {
    if (!reads) {
      return InputStatus.NOTHING_AVAILABLE;
    }
    if (next > last) {
      return InputStatus.END_OF_INPUT;
    }
    if (System.nanoTime() < pace.dueNanos(next)) {
      return InputStatus.NOTHING_AVAILABLE;
    }
    output.collect(next);
    next++;
    return InputStatus.MORE_AVAILABLE;
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    if (!reads) {
      return splitCame;
    }
    long nanos = pace.dueNanos(next) - System.nanoTime();
    CompletableFuture<Void> due = new CompletableFuture<>();
    if (next > last || nanos <= 0) {
      due.complete(null);
    } else {
      var unused = clock.schedule(() -> due.complete(null), nanos, TimeUnit.NANOSECONDS);
    }
    return due;
  }

  @Override
  public List<NumberSequenceSplit> snapshotState(long checkpointId) {
    throw new IllegalStateException("A job whose latency is measured takes no checkpoints");
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
