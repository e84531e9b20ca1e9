package dev.beamflink.translation.runtime.sharing;

/**
 * Asks a subtask to offer one restriction, as soon as it can.
 *
 * @param earliestHoldMillis what the restriction must hold at least, as who would get it has
 *     emitted that watermark, in Beam's time
 */
record SplitRequestEvent(long earliestHoldMillis) implements SiblingEvent {}
