package dev.beamflink.conformance.fault;

import dev.beamflink.translation.runtime.time.BeamTime;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;

/**
 * Tells a reader's faults of its elements, which may keep them, and of its end, and holds last
 * watermarks back until the job has had its faults. They need not come later: until then no attempt
 * survives.
 */
final class WatchedOutput<T> implements ReaderOutput<T> {

  private final ReaderOutput<T> output;
  private final ReaderFaults faults;

  WatchedOutput(ReaderOutput<T> output, ReaderFaults faults) {
    this.output = output;
    this.faults = faults;
  }

  boolean isOf(ReaderOutput<T> other) {
    return output == other;
  }

  @Override
  public void collect(T element) {
    if (!faults.keep(new KeptElement<>(element, null))) {
      faults.elementPassed();
      output.collect(element);
    }
  }

  @Override
  public void collect(T element, long timestamp) {
    if (!faults.keep(new KeptElement<>(element, timestamp))) {
      faults.elementPassed();
      output.collect(element, timestamp);
    }
  }

  /** The last one is emitted here, not per split, when the reader has nothing more. */
  @Override
  public void emitWatermark(Watermark watermark) {
    if (!isLast(watermark)) {
      output.emitWatermark(watermark);
    } else {
      faults.ended();
      if (faults.isOpen()) {
        output.emitWatermark(watermark);
      }
    }
  }

  @Override
  public SourceOutput<T> createOutputForSplit(String splitId) {
    return new OfSplit(output.createOutputForSplit(splitId));
  }

  @Override
  public void releaseOutputForSplit(String splitId) {
    output.releaseOutputForSplit(splitId);
  }

  @Override
  public void markIdle() {
    output.markIdle();
  }

  @Override
  public void markActive() {
    output.markActive();
  }

  private static boolean isLast(Watermark watermark) {
    return watermark.getTimestamp() >= BeamTime.NATURAL_END; // what announces the end, and the end
  }

  private final class OfSplit implements SourceOutput<T> {

    private final SourceOutput<T> split;

    OfSplit(SourceOutput<T> split) {
      this.split = split;
    }

    @Override
    public void collect(T element) {
      if (!faults.keep(new KeptElement<>(element, null))) {
        faults.elementPassed();
        split.collect(element);
      }
    }

    @Override
    public void collect(T element, long timestamp) {
      if (!faults.keep(new KeptElement<>(element, timestamp))) {
        faults.elementPassed();
        split.collect(element, timestamp);
      }
    }

    @Override
    public void emitWatermark(Watermark watermark) {
      if (!isLast(watermark) || faults.isOpen()) {
        split.emitWatermark(watermark);
      }
    }

    @Override
    public void markIdle() {
      split.markIdle();
    }

    @Override
    public void markActive() {
      split.markActive();
    }
  }
}
