package dev.beamflink.translation.runtime.teststream;

import org.apache.flink.api.connector.source.SourceEvent;

/** Tells the reader of a {@link StepSource} that its enumerator knows of it and listens. */
record StartEvent() implements SourceEvent {}
