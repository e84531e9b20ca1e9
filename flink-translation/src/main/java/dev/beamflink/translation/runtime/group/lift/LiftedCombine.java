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

  /**
   * How much is kept.
   *
   * @param bytes encoded; it takes a few times that in memory
   * @param entries however small they are
   */
  record Room(long bytes, int entries) {
    /** Operators of a stage after the other have it. */
    static final Room BATCH = new Room(8 << 20, 200_000);

    /** All operators of a job have it at once. */
    static final Room STREAMING = new Room(2 << 20, 100_000);
  }

  /** With fewer inputs of an entry, combining costs more than it saves. */
  private static final int WORTH_WHILE = 2;

  /** How many times as many elements go alone then as have been combined in vain. */
  private static final int PAUSE = 10;

  private static final int MEASURED_ENTRIES = 1_000;

  private final LiftSpec spec;
  private final KeyEncoder encoder;
  private final CombineFn<Object, Object, Object> fn;
  private final boolean keysAreComparable;
  private final AccumulatorTable table;
  private final Room room;
  private final FlushPace pace;
  private final Output output;
  private long inputs;
  private long pause;

  LiftedCombine(LiftSpec spec, Room room, Output output) {
    this.spec = spec;
    this.encoder = spec.encoder();
    this.fn = spec.fn();
    this.keysAreComparable = encoder.keyCoder().consistentWithEquals();
    this.table = new AccumulatorTable(spec.timestamps());
    this.room = room;
    this.pace = new FlushPace(room.bytes());
    this.output = output;
  }

  /** Adds an element in all its windows. */
  void process(WindowedValue<Object> element) {
    KV<?, ?> pair = encoder.pair(element);
    Object key = keyOf(pair);
    for (BoundedWindow window : element.getWindows()) {
      process(key, pair.getValue(), window, element.getTimestamp());
    }
  }

  /** The key of a pair, in the form in which keys are compared here. */
  @Nullable Object keyOf(KV<?, ?> pair) {
    return keysAreComparable ? pair.getKey() : encoder.encode(pair.getKey());
  }

  /** Adds a value in one window. */
  void process(
      @Nullable Object key, @Nullable Object value, BoundedWindow window, Instant timestamp) {
    AccumulatorTable.Entry entry = table.entry(key, window, timestamp, this::empty);
    entry.setAccumulator(withInput(entry.accumulator(), value));
    inputs++;
    if (isFull(key, window, entry)) {
      pause = inputs < (long) WORTH_WHILE * table.size() ? PAUSE * inputs : 0;
      flush();
    }
  }

  /**
   * Whether the next element should rather go {@linkplain #alone alone}: when there was no more
   * room lately, few elements had shared an accumulator. To be asked once for each element.
   */
  boolean pauses() {
    if (pause == 0) {
      return false;
    }
    pause--;
    return true;
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
    return table.size() >= room.entries()
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
    } catch (CoderException | RuntimeException e) {
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
    handedOver();
  }

  /** Hands the accumulators of these windows over. */
  void flush(Predicate<BoundedWindow> chosen) {
    int before = table.size();
    table.drain(chosen, this::handOver);
    if (table.size() < before) {
      handedOver();
    }
  }

  private void handedOver() {
    pace.flushed();
    inputs = 0;
  }

  private void handOver(@Nullable Object key, BoundedWindow window, AccumulatorTable.Entry entry) {
    output.accept(encoded(key), element(window, entry));
  }

  /** The encoded form of a {@linkplain #keyOf key}. */
  EncodedKey encoded(@Nullable Object key) {
    return !keysAreComparable && key instanceof EncodedKey encoded ? encoded : encoder.encode(key);
  }

  @SuppressWarnings("NullAway") // accumulators may be null, as Beam allows
  private WindowedValue<Object> element(BoundedWindow window, AccumulatorTable.Entry entry) {
    entry.setAccumulator(compacted(entry.accumulator()));
    return WindowedValues.of(entry.accumulator(), entry.timestamp(), window, PaneInfo.NO_FIRING);
  }
}
