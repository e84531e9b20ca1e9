package dev.beamflink.translation.translate;

import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.payload.TestStream;
import java.util.List;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * What drives a pipeline: its sources, each at its own pace, or its TestStreams, step by step. Adds
 * the nodes that differ between the two. The {@link TranslationContext} has one.
 */
sealed interface Drive permits SourceDrive, TestStreamDrive {

  /** Defines the output of an Impulse. */
  void impulse(TransformNode transform);

  /** Defines the output of a transform as the elements of a bounded source. */
  <T> void bounded(TransformNode transform, BoundedSource<T> source);

  /** Defines the output of a transform as the elements of an unbounded source. */
  <T> void unbounded(TransformNode transform, UnboundedSource<T, ?> source);

  /** Defines the outputs of a TestStream. */
  void testStream(TransformNode transform, TestStream payload);

  /**
   * All elements of several streams, of one type.
   *
   * @param streams one or more
   * @param name of the union; no other node has it as its uid
   * @param parallelism of the node that makes the union, if there is one
   */
  <T> DataStream<T> union(List<DataStream<T>> streams, String name, int parallelism);

  /** All nodes of the pipeline have been added. */
  void finish();
}
