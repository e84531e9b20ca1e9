package dev.beamflink.translation.runtime.sharing;

import org.apache.flink.runtime.operators.coordination.OperatorEvent;

/**
 * A subtask whose input is at its end tells how far it is.
 *
 * @param holdMillis the earliest that its restrictions hold, in Beam's time; {@link
 *     dev.beamflink.translation.runtime.watermark.HoldTracker#NO_HOLD} when it has none left
 * @param emittedMillis the watermark that it has emitted, in Beam's time
 * @param receives whether it could process restrictions of others
 */
record ProgressEvent(long holdMillis, long emittedMillis, boolean receives)
    implements OperatorEvent {}
