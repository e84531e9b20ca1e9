package dev.beamflink.translation.runtime.sharing;

import org.apache.flink.runtime.operators.coordination.OperatorEvent;

/** A subtask has handled a handover, or the answer that its offer was accepted. */
record SettledEvent() implements OperatorEvent {}
