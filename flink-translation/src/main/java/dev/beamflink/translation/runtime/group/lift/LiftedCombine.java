package dev.beamflink.translation.runtime.group.lift;

import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.keyed.KeyEncoder;
import dev.beamflink.translation.runtime.keyed.PaneRank;
import dev.beamflink.translation.runtime.sort.EncodedPair;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.beam.sdk.transforms.Combine.CombineFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.jspecify.annotations.Nullable;

/**
 * Adds elements to accumulators, and hands these over when they take too much memory and when asked
 * to. Task thread only.
 *
 * <p>Keys whose coder says that they are equal when they should be are not encoded before they are
 * handed over.
 */
final class LiftedCombine {

  private static final long FLUSH_BYTES = 8 << 20; // 8 MiB encoded; a few times that in memory
  private static final int MOST_ENTRIES = 200_000; // however small they are
  private static final int MEASURED_ENTRIES = 1_000;

  private final LiftSpec spec;
  private final KeyEncoder encoder;
  private final CombineFn<Object, Object, Object> fn;
  private final boolean keysAreComparable;
  private final AccumulatorTable table;
  private final FlushPace pace = new FlushPace(FLUSH_BYTES);
  private final Consumer<EncodedPair> output;

  LiftedCombine(LiftSpec spec, Consumer<EncodedPair> output) {
    this.spec = spec;
    this.encoder = spec.encoder();
    this.fn = spec.fn();
    this.keysAreComparable = encoder.keyCoder().consistentWithEquals();
    this.table = new AccumulatorTable(spec.timestamps());
    this.output = output;
  }

  void process(WindowedValue<Object> element) {
    KV<?, ?> pair = encoder.pair(element);
    Object key = keysAreComparable ? pair.getKey() : encoder.encode(pair.getKey());
    for (BoundedWindow window : element.getWindows()) {
      AccumulatorTable.Entry entry = table.entry(key, window, element.getTimestamp(), this::empty);
      add(entry, pair.getValue());
      if (isFull(key, window, entry)) {
        flush();
      }
    }
  }

  private boolean isFull(@Nullable Object key, BoundedWindow window, AccumulatorTable.Entry last) {
    return table.size() >= MOST_ENTRIES
        || (pace.isTimeToMeasureAfterInput() && pace.isFull(encodedBytes(key, window, last)));
  }

  /**
   * About what the accumulators and keys take when encoded: that of a sample, and of the last one
   * apart, as one that grows with each of its many inputs may be missing in the sample.
   */
  private long encodedBytes(
      @Nullable Object key, BoundedWindow window, AccumulatorTable.Entry last) {
    long[] sampled = {0, 0};
    table.sample(
        MEASURED_ENTRIES,
        (sampledKey, sampledWindow, entry) -> {
          sampled[0]++;
          sampled[1] += bytes(pair(sampledKey, sampledWindow, entry));
        });
    return sampled[1] * table.size() / Math.max(1, sampled[0]) + bytes(pair(key, window, last));
  }

  private static long bytes(EncodedPair pair) {
    return (long) pair.key().bytes().length + pair.element().length;
  }

  private @Nullable Object empty() {
    try {
      return fn.createAccumulator();
    } catch (RuntimeException e) {
      throw encoder.failure("createAccumulator", e);
    }
  }

  @SuppressWarnings("NullAway") // accumulators and values may be null, as Beam allows
  private void add(AccumulatorTable.Entry entry, @Nullable Object value) {
    try {
      entry.setAccumulator(fn.addInput(entry.accumulator(), value));
    } catch (RuntimeException e) {
      throw encoder.failure("addInput", e);
    }
  }

  /** Hands all accumulators over. */
  void flush() {
    table.drain((key, window, entry) -> output.accept(pair(key, window, entry)));
    pace.flushed();
  }

  private EncodedPair pair(
      @Nullable Object key, BoundedWindow window, AccumulatorTable.Entry entry) {
    EncodedKey encodedKey =
        !keysAreComparable && key instanceof EncodedKey encoded ? encoded : encoder.encode(key);
    // Lifting is for triggers that do not care about order.
    return new EncodedPair(encodedKey, PaneRank.BEFORE_END_OF_WINDOW, encoded(window, entry));
  }

  @SuppressWarnings("NullAway") // accumulators may be null, as Beam allows
  private byte[] encoded(BoundedWindow window, AccumulatorTable.Entry entry) {
    try {
      entry.setAccumulator(fn.compact(entry.accumulator()));
      WindowedValue<Object> element =
          WindowedValues.of(entry.accumulator(), entry.timestamp(), window, PaneInfo.NO_FIRING);
      return CoderUtils.encodeToByteArray(spec.accumulatorCoder(), element);
    } catch (IOException | RuntimeException e) {
      throw encoder.failure("encoding of its accumulators", e);
    }
  }
}
