package dev.beamflink.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.values.PCollection;

/** How a test's pipeline runs: each in two subtasks, streaming with checkpoints. */
enum Mode {
  BATCH(PCollection.IsBounded.BOUNDED),
  STREAMING(
      PCollection.IsBounded.UNBOUNDED,
      "--streaming",
      "--checkpointingInterval=200",
      "--numberOfExecutionRetries=0");

  private final PCollection.IsBounded sources;
  private final List<String> arguments = new ArrayList<>();

  Mode(PCollection.IsBounded sources, String... arguments) {
    this.sources = sources;
    this.arguments.addAll(List.of("--runner=TestFlinkRunner", "--parallelism=2"));
    this.arguments.addAll(List.of(arguments));
  }

  /** A pipeline whose {@code run} demands that all of its assertions have been made. */
  TestPipeline pipeline() {
    return TestPipeline.fromOptions(
            PipelineOptionsFactory.fromArgs(arguments.toArray(String[]::new)).create())
        .enableAbandonedNodeEnforcement(false);
  }

  /** The collection, which SQL takes for an unbounded one in streaming: it plans otherwise then. */
  <T> PCollection<T> source(PCollection<T> collection) {
    return collection.setIsBoundedInternal(sources);
  }
}
