package dev.beamflink.translation.runtime.time;

import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Converts between Beam's and Flink's event time. The only class that knows both.
 *
 * <ul>
 *   <li>A <b>Beam watermark</b> {@code w} promises that no element with a timestamp <i>before</i>
 *       {@code w} follows. A <b>Flink watermark</b> {@code f} promises that none <i>at or
 *       before</i> {@code f} follows. Both are milliseconds, so {@code w} is {@code f + 1}.
 *   <li>A <b>Beam timer</b> at {@code T} fires when the watermark has <i>passed</i> {@code T}
 *       ({@code w > T}), a <b>Flink timer</b> at {@code T} when the watermark has <i>reached</i> it
 *       ({@code f >= T}). As {@code w = f + 1}, that is the same moment: a timer keeps its time.
 *   <li>Beam's time ends at {@link BoundedWindow#TIMESTAMP_MIN_VALUE} and {@link
 *       BoundedWindow#TIMESTAMP_MAX_VALUE}, Flink's at {@link Long#MIN_VALUE} and {@link
 *       Long#MAX_VALUE}. Watermarks at an end map to the other's end.
 * </ul>
 *
 * <p>{@link Long#MAX_VALUE} is also what Flink emits at every source when a job drains, and nothing
 * that comes with it or before it says so. So whoever comes to the end of time by itself announces
 * that: it emits {@link #NATURAL_END} and the last watermark right behind it. Both mean the same in
 * Beam's terms. Where the last watermark comes unannounced, a {@linkplain #isDrain drain} is the
 * reason. Behind several channels the last one to come to the end decides, as their minimum moves
 * with it; an input that ended by itself before the drain does not hide it.
 */
public final class BeamTime {

  /** Output timestamp of timers that have none: after the end of time, so that it holds nothing. */
  public static final Instant NO_OUTPUT_TIMESTAMP =
      BoundedWindow.TIMESTAMP_MAX_VALUE.plus(Duration.millis(1));

  /** The Flink watermark that is emitted ahead of the last one, unless the job drains. */
  public static final long NATURAL_END = Long.MAX_VALUE - 1;

  private static final long BEAM_MIN = BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis();
  private static final long BEAM_MAX = BoundedWindow.TIMESTAMP_MAX_VALUE.getMillis();

  private BeamTime() {}

  /** The Flink watermark that promises what the Beam watermark promises. */
  public static long toFlinkWatermark(Instant beamWatermark) {
    long millis = beamWatermark.getMillis();
    if (millis >= BEAM_MAX) {
      return Long.MAX_VALUE;
    }
    return millis <= BEAM_MIN ? Long.MIN_VALUE : millis - 1;
  }

  /** The Beam watermark that promises what the Flink watermark promises. */
  public static Instant fromFlinkWatermark(long flinkWatermark) {
    if (flinkWatermark >= BEAM_MAX - 1) {
      return BoundedWindow.TIMESTAMP_MAX_VALUE;
    }
    return flinkWatermark < BEAM_MIN
        ? BoundedWindow.TIMESTAMP_MIN_VALUE
        : Instant.ofEpochMilli(flinkWatermark + 1);
  }

  /**
   * Whether a Flink watermark that moves like this says that the job drains. Only in STREAMING: in
   * BATCH nobody announces the end.
   */
  public static boolean isDrain(long flinkWatermark, long nextFlinkWatermark) {
    return nextFlinkWatermark == Long.MAX_VALUE && flinkWatermark < NATURAL_END;
  }

  /** The time of the Flink timer that fires when the Beam timer for {@code target} is due. */
  public static long toFlinkTimer(Instant target) {
    return target.getMillis();
  }

  /** The Beam time of a Flink timer. */
  public static Instant fromFlinkTimer(long flinkTimer) {
    return Instant.ofEpochMilli(flinkTimer);
  }
}
