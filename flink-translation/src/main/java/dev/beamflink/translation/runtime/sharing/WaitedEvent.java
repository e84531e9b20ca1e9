package dev.beamflink.translation.runtime.sharing;

import org.apache.flink.runtime.operators.coordination.OperatorEvent;

/** A subtask has been at the end of its input for a while and is still there; BATCH. */
record WaitedEvent() implements OperatorEvent {}
