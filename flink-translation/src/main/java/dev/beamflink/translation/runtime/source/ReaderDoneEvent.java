package dev.beamflink.translation.runtime.source;

import org.apache.flink.api.connector.source.SourceEvent;

/** Reader to enumerator: all splits are read to their end, the last watermark is emitted. */
record ReaderDoneEvent() implements SourceEvent {}
