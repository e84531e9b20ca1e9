package dev.beamflink.translation.runtime.watermark;

import dev.beamflink.translation.runtime.time.BeamTime;
import java.util.function.BooleanSupplier;
import org.apache.flink.runtime.state.TaskStateManager;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/**
 * Tells of one input of an operator whether it comes to its end because the job drains. Task thread
 * only, not part of any state.
 *
 * <p>After a restore the last watermark may come first of all and unannounced without a drain: what
 * announced it had been taken before an unaligned checkpoint, or the sources ended before any. So
 * then it says nothing of a drain. A job that drains before it has seen any watermark since its
 * restore is not told from that.
 */
public final class InputEnd {

  private final BooleanSupplier restored;
  private long watermark = Long.MIN_VALUE;
  private boolean drains;

  /**
   * @param restored whether the operator goes on from a checkpoint; asked at the end, if ever
   */
  public InputEnd(BooleanSupplier restored) {
    this.restored = restored;
  }

  /** For an input of the operator that is being made with {@code parameters}. */
  public static InputEnd of(StreamOperatorParameters<?> parameters) {
    TaskStateManager state = parameters.getContainingTask().getEnvironment().getTaskStateManager();
    return new InputEnd(() -> state.getRestoreCheckpointId().isPresent());
  }

  /** Whether this next watermark, in Flink's terms, would say that the job drains. */
  public boolean isDrain(long flinkWatermark) {
    return BeamTime.isDrain(watermark, flinkWatermark)
        && !(watermark == Long.MIN_VALUE && restored.getAsBoolean());
  }

  /** Takes the next watermark, in Flink's terms. */
  public void advance(long flinkWatermark) {
    drains |= isDrain(flinkWatermark);
    watermark = Math.max(watermark, flinkWatermark);
  }

  /** The watermark, in Flink's terms. */
  public long watermark() {
    return watermark;
  }

  /** The job drains, whatever the watermark has said. */
  public void drain() {
    drains = true;
  }

  /** Whether the job drains. */
  public boolean drains() {
    return drains;
  }
}
