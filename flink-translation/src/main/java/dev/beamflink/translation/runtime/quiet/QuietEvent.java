package dev.beamflink.translation.runtime.quiet;

import org.apache.flink.runtime.operators.coordination.OperatorEvent;

/** A subtask tells its {@link QuietCoordinator} that it is quiet. */
public record QuietEvent() implements OperatorEvent {}
