package org.apache.beam.runners.flink;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A topic that never ends: each partition has some numbers, number n at second n, then no more
 * data. Each poll that finds nothing moves the partition's watermark on, by ten seconds.
 */
final class TopicSource extends UnboundedSource<Integer, TopicSource.Position> {

  private static final long serialVersionUID = 1L;

  private static final Duration PER_EMPTY_POLL = Duration.standardSeconds(10);

  /** What readers have told of their watermarks, in the JVM that runs them all. */
  private static final Map<String, Instant> WATERMARKS = new ConcurrentHashMap<>();

  private final String name;
  private final int partitions;
  private final int elements;

  /**
   * @param name of its own
   * @param partitions how many splits it has, whatever the runner wants
   * @param elements of each partition; 0 for a topic to which nobody has ever written
   */
  TopicSource(String name, int partitions, int elements) {
    this.name = name;
    this.partitions = partitions;
    this.elements = elements;
  }

  /** The least watermark that the readers of a topic have told, with all of them running. */
  static Instant watermark(String name, int partitions) {
    return IntStream.range(0, partitions)
        .mapToObj(partition -> WATERMARKS.get(partition(name, partition)))
        .map(told -> told == null ? BoundedWindow.TIMESTAMP_MIN_VALUE : told)
        .min(Instant::compareTo)
        .orElseThrow();
  }

  private static String partition(String name, int number) {
    return name + "-" + number;
  }

  @Override
  public List<TopicSource> split(int desiredSplits, PipelineOptions options) {
    return IntStream.range(0, partitions)
        .mapToObj(number -> new TopicSource(partition(name, number), 1, elements))
        .toList();
  }

  @Override
  public UnboundedReader<Integer> createReader(PipelineOptions options, @Nullable Position start) {
    return new Reader(start == null ? new Position(0, 0) : start);
  }

  @Override
  public Coder<Position> getCheckpointMarkCoder() {
    return SerializableCoder.of(Position.class);
  }

  @Override
  public Coder<Integer> getOutputCoder() {
    return VarIntCoder.of();
  }

  /**
   * How far a partition has been read.
   *
   * @param next element to read
   * @param emptyPolls since the last element
   */
  record Position(int next, int emptyPolls) implements CheckpointMark, Serializable {
    @Override
    public void finalizeCheckpoint() {}
  }

  private final class Reader extends UnboundedReader<Integer> {

    private int next;
    private int emptyPolls;

    private Reader(Position start) {
      this.next = start.next();
      this.emptyPolls = start.emptyPolls();
    }

    @Override
    public boolean start() {
      return advance();
    }

    @Override
    public boolean advance() {
      if (next < elements) {
        next++;
        return true;
      }
      emptyPolls++;
      return false;
    }

    @Override
    public Instant getWatermark() {
      Instant watermark =
          Instant.ofEpochSecond(Math.max(0, next - 1))
              .plus(PER_EMPTY_POLL.multipliedBy(emptyPolls));
      WATERMARKS.put(name, watermark);
      return watermark;
    }

    @Override
    public Integer getCurrent() {
      if (next == 0) {
        throw new NoSuchElementException();
      }
      return next - 1;
    }

    @Override
    public Instant getCurrentTimestamp() {
      return Instant.ofEpochSecond(getCurrent());
    }

    @Override
    public Position getCheckpointMark() {
      return new Position(next, emptyPolls);
    }

    @Override
    public TopicSource getCurrentSource() {
      return TopicSource.this;
    }

    @Override
    public void close() {}
  }
}
