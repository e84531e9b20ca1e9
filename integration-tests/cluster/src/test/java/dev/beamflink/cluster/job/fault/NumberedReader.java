package dev.beamflink.cluster.job.fault;

import java.util.NoSuchElementException;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.io.UnboundedSource.UnboundedReader;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;

/** Reads one split from an offset on, at the pace of its schedule. */
final class NumberedReader extends UnboundedReader<Long> {
  private final NumberedSource source;
  private final OffsetMark start;
  private final Schedule schedule;
  private final boolean withLate;
  private final Pace pace;
  private final Orders orders;
  private long nextOffset;

  /**
   * @param start where to begin
   */
  NumberedReader(NumberedSource source, OffsetMark start, boolean withLate) {
    this.source = source;
    this.start = start;
    this.schedule = start.schedule();
    this.withLate = withLate;
    this.pace = new Pace(schedule, start.nextOffset());
    this.orders = new Orders(schedule.meeting());
    this.nextOffset = start.nextOffset();
  }

  @Override
  public boolean start() {
    return advance();
  }

  @Override
  public boolean advance() {
    if (nextOffset == schedule.elements() || !pace.allows(nextOffset)) {
      return false;
    }
    nextOffset++;
    return true;
  }

  @Override
  public Instant getWatermark() {
    return nextOffset == schedule.elements()
        ? BoundedWindow.TIMESTAMP_MAX_VALUE
        : Content.bound(nextOffset);
  }

  @Override
  public OffsetMark getCheckpointMark() {
    orders.obey(Phase.CHECKPOINT_MARK);
    return start.at(nextOffset);
  }

  @Override
  public Long getCurrent() {
    return Content.number(start.split(), current());
  }

  @Override
  public Instant getCurrentTimestamp() {
    return Content.timestamp(start.split(), current(), withLate);
  }

  private long current() {
    if (nextOffset == start.nextOffset()) {
      throw new NoSuchElementException("Nothing was read yet");
    }
    return nextOffset - 1;
  }

  @Override
  public UnboundedSource<Long, ?> getCurrentSource() {
    return source;
  }

  @Override
  public void close() {}
}
