package dev.beamflink.translation.runtime.sharing;

/**
 * Says whether what a subtask has offered is another one's now.
 *
 * @param id of the offer
 */
record OfferAnswerEvent(long id, boolean accepted) implements SiblingEvent {}
