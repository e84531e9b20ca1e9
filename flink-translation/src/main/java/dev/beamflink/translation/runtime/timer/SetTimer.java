package dev.beamflink.translation.runtime.timer;

import dev.beamflink.translation.runtime.watermark.HoldTracker;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;

/**
 * A timer that is set, as kept in keyed state.
 *
 * @param targetMillis when it fires
 * @param outputMillis the timestamp of what it emits; after Beam's last timestamp when the user
 *     asked for no output timestamp ({@code SimpleDoFnRunner}'s convention)
 * @param queuedMillis where its one entry in Flink's queue stands, at or before the target
 * @param sequence grows with every target that is set in the subtask, to fire ties in that order
 */
record SetTimer(long targetMillis, long outputMillis, long queuedMillis, long sequence) {

  private static final long BEAM_MAX = BoundedWindow.TIMESTAMP_MAX_VALUE.getMillis();

  SetTimer queuedAt(long newQueuedMillis) {
    return new SetTimer(targetMillis, outputMillis, newQueuedMillis, sequence);
  }

  /**
   * Where it holds the output watermark, {@link HoldTracker#NO_HOLD} for not at all. An event-time
   * timer needs none at its own time or later: it fires before the watermark is forwarded.
   */
  long holdMillis(boolean eventTime) {
    boolean holds = outputMillis < (eventTime ? targetMillis : BEAM_MAX);
    return holds ? outputMillis : HoldTracker.NO_HOLD;
  }
}
