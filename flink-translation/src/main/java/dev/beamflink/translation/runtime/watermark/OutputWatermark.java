package dev.beamflink.translation.runtime.watermark;

import dev.beamflink.translation.runtime.time.BeamTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;

/**
 * The output watermark of one subtask: the least of its input watermark, its {@link HoldTracker
 * holds} and what other parts of the operator ask for. An open bundle needs no hold, as it ends
 * before the watermark moves.
 *
 * <p>It never goes back: a hold before the present watermark stops it where it is. {@link #update}
 * is called by the operator whenever one of the three may have moved (after a watermark, a bundle,
 * a processing-time timer), and emits only changes; it costs a few comparisons when nothing moved.
 * Inside, time is Beam's; {@link BeamTime} converts at the edge.
 *
 * <p>At the end of time it tells downstream what its input has told it: whether the job drains.
 *
 * <p>Used in the task thread only. Not part of any state: it starts at -inf after a restore too, as
 * Flink's watermarks do.
 */
public final class OutputWatermark {

  private final HoldTracker holds;
  private final LongConsumer emitter;
  private final List<LongSupplier> extraHolds = new ArrayList<>();

  private final InputEnd input;
  private long inputMillis = BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis();
  private Instant current = BoundedWindow.TIMESTAMP_MIN_VALUE;
  private long currentMillis = inputMillis;

  /**
   * @param holds the holds of timers and groups, shared with those who add them
   * @param input tells whether the job drains
   * @param emitter takes the watermark for downstream, in Flink's terms
   */
  public OutputWatermark(HoldTracker holds, InputEnd input, LongConsumer emitter) {
    this.holds = holds;
    this.input = input;
    this.emitter = emitter;
  }

  /** The holds that this watermark respects. */
  public HoldTracker holds() {
    return holds;
  }

  /**
   * Adds a hold that is asked for its timestamp at every update ({@link HoldTracker#NO_HOLD} for
   * none): running restrictions, buffered elements.
   */
  public void addHold(LongSupplier timestampMillis) {
    extraHolds.add(timestampMillis);
  }

  /**
   * Takes over the input watermark, in Flink's terms; {@link #update} emits what follows from it.
   */
  public void inputWatermark(long flinkWatermark) {
    input.advance(flinkWatermark);
    inputMillis = Math.max(inputMillis, BeamTime.fromFlinkWatermark(input.watermark()).getMillis());
  }

  /** Whether this next input watermark, in Flink's terms, would say that the job drains. */
  public boolean isDrain(long flinkWatermark) {
    return input.isDrain(flinkWatermark);
  }

  /** The job drains: if the end is not out yet, that is why it comes now. */
  public void drain() {
    input.drain();
  }

  /** What downstream has been told, in Beam's terms. */
  public Instant current() {
    return current;
  }

  /** Works out the watermark anew and emits it if it has advanced. */
  public void update() {
    long next = Math.min(inputMillis, holds.minMillis());
    for (LongSupplier hold : extraHolds) {
      next = Math.min(next, hold.getAsLong());
    }
    if (next > currentMillis) {
      currentMillis = next;
      current = Instant.ofEpochMilli(next);
      emit(BeamTime.toFlinkWatermark(current));
    }
  }

  private void emit(long flinkWatermark) {
    if (flinkWatermark == Long.MAX_VALUE && !input.drains()) {
      emitter.accept(BeamTime.NATURAL_END);
    }
    emitter.accept(flinkWatermark);
  }
}
