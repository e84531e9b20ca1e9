package dev.beamflink.translation.runtime.sharing;

/**
 * Tells all subtasks how far those may go that have nothing left.
 *
 * @param watermarkMillis the least that a restriction of any subtask holds, in Beam's time; {@link
 *     dev.beamflink.translation.runtime.watermark.HoldTracker#NO_HOLD} when none has any left
 */
record AgreedEvent(long watermarkMillis) implements SiblingEvent {}
