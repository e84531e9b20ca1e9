package dev.beamflink.translation.runtime.sharing;

import org.apache.flink.runtime.operators.coordination.OperatorEvent;

/**
 * A subtask offers a restriction, which it keeps until it gets the answer.
 *
 * @param id unique in the subtask's attempt
 * @param holdMillis what the restriction holds, in Beam's time
 * @param restriction encoded with its element
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares events or keeps them
record OfferEvent(long id, long holdMillis, byte[] restriction) implements OperatorEvent {}
