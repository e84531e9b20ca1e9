package dev.beamflink.runner;

import dev.beamflink.model.fuse.PlanMode;
import java.time.Duration;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.BatchExecutionOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;

/** Works out Flink's settings from the options. */
final class JobSettings {

  /** Key groups of a job unless the user sets another number; fixed in savepoints. */
  private static final int DEFAULT_MAX_PARALLELISM = 1024;

  private static final long STREAMING_BUNDLE_SIZE = 1_000;
  private static final long STREAMING_BUNDLE_MILLIS = 1_000; // 1 s
  private static final long BATCH_BUNDLE_SIZE = 100_000;
  private static final long BATCH_BUNDLE_MILLIS = 10_000; // 10 s

  private final FlinkPipelineOptions options;
  private final PlanMode mode;

  JobSettings(FlinkPipelineOptions options, PlanMode mode) {
    this.options = options;
    this.mode = mode;
  }

  /** STREAMING when the user asks for it or when some PCollection is unbounded. */
  static PlanMode mode(RunnerApi.Pipeline proto, FlinkPipelineOptions options) {
    boolean unbounded =
        proto.getComponents().getPcollectionsMap().values().stream()
            .anyMatch(
                collection -> collection.getIsBounded() == RunnerApi.IsBounded.Enum.UNBOUNDED);
    return options.isStreaming() || unbounded ? PlanMode.STREAMING : PlanMode.BATCH;
  }

  /** What is set in the environment's configuration. */
  Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.set(
        ExecutionOptions.RUNTIME_MODE,
        mode == PlanMode.BATCH ? RuntimeExecutionMode.BATCH : RuntimeExecutionMode.STREAMING);
    configuration.set(PipelineOptions.OBJECT_REUSE, true); // Beam forbids changing elements
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    configuration.set(PipelineOptions.MAX_PARALLELISM, maxParallelism());
    configuration.set(BatchExecutionOptions.ADAPTIVE_AUTO_PARALLELISM_ENABLED, false);
    if (options.getCheckpointingInterval() > 0) {
      configuration.set(
          CheckpointingOptions.CHECKPOINTING_INTERVAL,
          Duration.ofMillis(options.getCheckpointingInterval()));
    }
    return configuration;
  }

  private int maxParallelism() {
    return options.getMaxParallelism() > 0 ? options.getMaxParallelism() : DEFAULT_MAX_PARALLELISM;
  }

  /**
   * The job's parallelism.
   *
   * @param flinkDefault what the environment would take
   */
  int parallelism(int flinkDefault) {
    return options.getParallelism() > 0 ? options.getParallelism() : Math.max(1, flinkDefault);
  }

  long maxBundleSize() {
    return orDefault(options.getMaxBundleSize(), STREAMING_BUNDLE_SIZE, BATCH_BUNDLE_SIZE);
  }

  long maxBundleMillis() {
    return orDefault(options.getMaxBundleTimeMills(), STREAMING_BUNDLE_MILLIS, BATCH_BUNDLE_MILLIS);
  }

  private long orDefault(long value, long streaming, long batch) {
    if (value > 0) {
      return value;
    }
    return mode == PlanMode.BATCH ? batch : streaming;
  }
}
