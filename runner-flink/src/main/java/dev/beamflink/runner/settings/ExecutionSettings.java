package dev.beamflink.runner.settings;

import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.runner.options.ExecutionOptions;
import dev.beamflink.translation.runtime.metrics.BeamMetricOptions;
import dev.beamflink.translation.runtime.source.SourceOptions;
import java.time.Duration;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.BatchExecutionOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.PipelineOptions;

/** How Flink executes a job: what the runner decides, and what users may change. */
final class ExecutionSettings {

  private static final int MEBIBYTE_BITS = 20;

  private ExecutionSettings() {}

  static void write(ExecutionOptions options, PlanMode mode, Configuration configuration) {
    configuration.set(
        org.apache.flink.configuration.ExecutionOptions.RUNTIME_MODE,
        mode == PlanMode.BATCH ? RuntimeExecutionMode.BATCH : RuntimeExecutionMode.STREAMING);
    configuration.set(PipelineOptions.OBJECT_REUSE, true); // Beam forbids changing elements
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    configuration.set(BatchExecutionOptions.ADAPTIVE_AUTO_PARALLELISM_ENABLED, false);
    if (!options.getOperatorChaining()) {
      configuration.set(PipelineOptions.OPERATOR_CHAINING, false);
    }
    Long watermarkInterval = options.getAutoWatermarkInterval();
    if (watermarkInterval != null) {
      configuration.set(
          PipelineOptions.AUTO_WATERMARK_INTERVAL, Duration.ofMillis(watermarkInterval));
    }
    if (options.getLatencyTrackingInterval() > 0) {
      configuration.set(
          MetricOptions.LATENCY_INTERVAL, Duration.ofMillis(options.getLatencyTrackingInterval()));
    }
    if (options.getFileInputSplitMaxSizeMB() > 0) {
      configuration.set(
          SourceOptions.MAX_SPLIT_SIZE,
          new MemorySize(options.getFileInputSplitMaxSizeMB() << MEBIBYTE_BITS));
    }
    if (options.getDisableMetrics()) {
      configuration.set(BeamMetricOptions.ENABLED, false);
    }
  }
}
