package dev.beamflink.translation.translate;

import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * One of the streams that hold the elements of a PCollection.
 *
 * @param consumerParallelism parallelism of what consumes the stream
 */
record StreamPart(DataStream<WindowedValue<Object>> stream, int consumerParallelism) {}
