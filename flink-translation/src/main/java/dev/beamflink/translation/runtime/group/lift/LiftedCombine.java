package dev.beamflink.translation.runtime.group.lift;

import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.keyed.KeyEncoder;
import dev.beamflink.translation.runtime.stage.TransformFailedException;
import java.util.function.Predicate;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.transforms.Combine.CombineFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Adds elements to accumulators, and hands these over when they take too much memory and when asked
 * to. Task thread only.
 *
 * <p>Keys whose coder says that they are equal when they should be are not encoded before they are
 * handed over.
 */
final class LiftedCombine {

  /** Takes what is handed over. */
  @FunctionalInterface
  interface Output {
    void accept(EncodedKey key, WindowedValue<Object> accumulator);
  }

  private static final long FLUSH_BYTES = 8 << 20; // 8 MiB encoded; a few times that in memory
  private static final int MOST_ENTRIES = 200_000; // however small they are
  private static final int MEASURED_ENTRIES = 1_000;

  private final LiftSpec spec;
  private final KeyEncoder encoder;
  private final CombineFn<Object, Object, Object> fn;
  private final boolean keysAreComparable;
  private final AccumulatorTable table;
  private final FlushPace pace = new FlushPace(FLUSH_BYTES);
  private final Output output;

  LiftedCombine(LiftSpec spec, Output output) {
    this.spec = spec;
    this.encoder = spec.encoder();
    this.fn = spec.fn();
    this.keysAreComparable = encoder.keyCoder().consistentWithEquals();
    this.table = new AccumulatorTable(spec.timestamps());
    this.output = output;
  }

  /** Adds an element in all its windows. */
  void process(WindowedValue<Object> element) {
    KV<?, ?> pair = encoder.pair(element);
    for (BoundedWindow window : element.getWindows()) {
      process(pair, window, element.getTimestamp());
    }
  }

  /** Adds the value of a pair in one window. */
  void process(KV<?, ?> pair, BoundedWindow window, Instant timestamp) {
    Object key = keysAreComparable ? pair.getKey() : encoder.encode(pair.getKey());
    AccumulatorTable.Entry entry = table.entry(key, window, timestamp, this::empty);
    entry.setAccumulator(withInput(entry.accumulator(), pair.getValue()));
    if (isFull(key, window, entry)) {
      flush();
    }
  }

  /**
   * The accumulator of a value alone, which is not added to any other.
   *
   * @throws TransformFailedException if the combine function fails
   */
  @Nullable Object alone(@Nullable Object value) {
    return compacted(withInput(empty(), value));
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
          sampled[1] += bytes(sampledKey, sampledWindow, entry);
        });
    return sampled[1] * table.size() / Math.max(1, sampled[0]) + bytes(key, window, last);
  }

  private long bytes(@Nullable Object key, BoundedWindow window, AccumulatorTable.Entry entry) {
    try {
      return (long) encoded(key).bytes().length
          + CoderUtils.encodeToByteArray(spec.accumulatorCoder(), element(window, entry)).length;
    } catch (CoderException e) {
      throw encoder.failure("encoding of its accumulators", e);
    }
  }

  private @Nullable Object empty() {
    try {
      return fn.createAccumulator();
    } catch (RuntimeException e) {
      throw encoder.failure("createAccumulator", e);
    }
  }

  @SuppressWarnings("NullAway") // accumulators and values may be null, as Beam allows
  private @Nullable Object withInput(@Nullable Object accumulator, @Nullable Object value) {
    try {
      return fn.addInput(accumulator, value);
    } catch (RuntimeException e) {
      throw encoder.failure("addInput", e);
    }
  }

  @SuppressWarnings("NullAway") // accumulators may be null, as Beam allows
  private @Nullable Object compacted(@Nullable Object accumulator) {
    try {
      return fn.compact(accumulator);
    } catch (RuntimeException e) {
      throw encoder.failure("compact", e);
    }
  }

  /** Hands all accumulators over. */
  void flush() {
    table.drain(this::handOver);
    pace.flushed();
  }

  /** Hands the accumulators of these windows over. */
  void flush(Predicate<BoundedWindow> chosen) {
    int before = table.size();
    table.drain(chosen, this::handOver);
    if (table.size() < before) {
      pace.flushed();
    }
  }

  private void handOver(@Nullable Object key, BoundedWindow window, AccumulatorTable.Entry entry) {
    output.accept(encoded(key), element(window, entry));
  }

  private EncodedKey encoded(@Nullable Object key) {
    return !keysAreComparable && key instanceof EncodedKey encoded ? encoded : encoder.encode(key);
  }

  @SuppressWarnings("NullAway") // accumulators may be null, as Beam allows
  private WindowedValue<Object> element(BoundedWindow window, AccumulatorTable.Entry entry) {
    entry.setAccumulator(compacted(entry.accumulator()));
    return WindowedValues.of(entry.accumulator(), entry.timestamp(), window, PaneInfo.NO_FIRING);
  }
}
