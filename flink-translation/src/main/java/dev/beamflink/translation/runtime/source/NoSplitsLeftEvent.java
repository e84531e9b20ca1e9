package dev.beamflink.translation.runtime.source;

import org.apache.flink.api.connector.source.SourceEvent;

/**
 * Enumerator to reader: no further split will come, so the watermark may advance beyond the splits
 * that the reader has, up to the last one. The reader stays alive.
 */
record NoSplitsLeftEvent() implements SourceEvent {}
