package dev.beamflink.translation.runtime.sharing;

/**
 * Gives a subtask a restriction that another one had.
 *
 * @param restriction encoded with its element
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares events or keeps them
record HandoverEvent(byte[] restriction) implements SiblingEvent {}
