package dev.beamflink.translation.runtime.teststream;

import org.apache.flink.runtime.operators.coordination.OperatorEvent;

/** A subtask at an end of the pipeline tells its coordinator that a step has come through. */
record StepReport(long step) implements OperatorEvent {}
