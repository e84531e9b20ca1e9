package dev.beamflink.translation.runtime.teststream;

import org.apache.flink.api.connector.source.SourceEvent;

/** Tells the reader of a {@link StepSource} that a step is done everywhere. */
record StepDoneEvent(long step) implements SourceEvent {}
