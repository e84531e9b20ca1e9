package dev.beamflink.translation.runtime.wire;

import java.io.IOException;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.joda.time.Instant;

/** The format of {@code IntervalWindowCoder}: the end, in an order of its own, and the length. */
final class IntervalWindowFormat implements ValueFormat<IntervalWindow> {

  @Override
  public void write(IntervalWindow window, DataOutputView target) throws IOException {
    long end = window.end().getMillis();
    target.writeLong(end - Long.MIN_VALUE);
    VarInts.write(Math.subtractExact(end, window.start().getMillis()), target);
  }

  @Override
  public IntervalWindow read(DataInputView source) throws IOException {
    long end = source.readLong() + Long.MIN_VALUE;
    long start = Math.subtractExact(end, VarInts.readLong(source));
    return new IntervalWindow(Instant.ofEpochMilli(start), Instant.ofEpochMilli(end));
  }
}
