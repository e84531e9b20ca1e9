package dev.beamflink.translation.runtime.source;

import dev.beamflink.translation.runtime.time.BeamTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;

/**
 * Collects what a reader emits, and combines watermarks as Flink does: the minimum over the outputs
 * of splits, or what the main output says if that is more.
 */
final class FakeReaderOutput<T> implements ReaderOutput<T> {

  final List<T> elements = new ArrayList<>();
  private final Map<String, Long> splitWatermarks = new LinkedHashMap<>();
  private long mainWatermark = Long.MIN_VALUE;
  private long watermark = Long.MIN_VALUE;

  long watermark() {
    return watermark;
  }

  @Override
  public void collect(T element) {
    if (watermark == Long.MAX_VALUE) {
      throw new AssertionError(element + " after the last watermark");
    }
    elements.add(element);
  }

  @Override
  public void collect(T element, long timestamp) {
    if (timestamp <= watermark) {
      throw new AssertionError(element + " at " + timestamp + " is behind " + watermark);
    }
    collect(element);
  }

  @Override
  public void emitWatermark(Watermark mark) {
    mainWatermark = mark.getTimestamp();
    combine();
  }

  private void combine() {
    long minimum = splitWatermarks.values().stream().mapToLong(w -> w).min().orElse(Long.MIN_VALUE);
    long next = Math.max(mainWatermark, minimum);
    if (BeamTime.isDrain(watermark, next)) {
      throw new AssertionError("The last watermark looks like that of a drain");
    }
    watermark = Math.max(watermark, next);
  }

  @Override
  public SourceOutput<T> createOutputForSplit(String splitId) {
    splitWatermarks.putIfAbsent(splitId, Long.MIN_VALUE);
    return new SplitOutput(splitId);
  }

  @Override
  public void releaseOutputForSplit(String splitId) {
    if (splitWatermarks.remove(splitId) == null) {
      throw new AssertionError("No output for split " + splitId);
    }
  }

  @Override
  public void markIdle() {
    throw new AssertionError("Readers never are idle");
  }

  @Override
  public void markActive() {
    throw new AssertionError("Readers never are idle");
  }

  private final class SplitOutput implements SourceOutput<T> {
    private final String splitId;

    SplitOutput(String splitId) {
      this.splitId = splitId;
    }

    @Override
    public void collect(T element) {
      FakeReaderOutput.this.collect(element);
    }

    @Override
    public void collect(T element, long timestamp) {
      FakeReaderOutput.this.collect(element, timestamp);
    }

    @Override
    public void emitWatermark(Watermark mark) {
      splitWatermarks.merge(splitId, mark.getTimestamp(), Math::max);
      combine();
    }

    @Override
    public void markIdle() {
      throw new AssertionError("Splits never are idle");
    }

    @Override
    public void markActive() {
      throw new AssertionError("Splits never are idle");
    }
  }
}
