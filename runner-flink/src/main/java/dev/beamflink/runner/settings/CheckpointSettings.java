package dev.beamflink.runner.settings;

import dev.beamflink.runner.options.CheckpointOptions;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.core.execution.CheckpointingMode;

/** Checkpoints: when, how, and which are kept. */
final class CheckpointSettings {

  private CheckpointSettings() {}

  static void write(CheckpointOptions options, Configuration configuration) {
    if (options.getCheckpointingInterval() > 0) {
      configuration.set(
          CheckpointingOptions.CHECKPOINTING_INTERVAL,
          Duration.ofMillis(options.getCheckpointingInterval()));
    }
    if (!options.getCheckpointingMode().equals(CheckpointOptions.EXACTLY_ONCE)) {
      configuration.set(
          CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE,
          CheckpointingMode.valueOf(options.getCheckpointingMode()));
    }
    if (options.getCheckpointTimeoutMillis() > 0) {
      configuration.set(
          CheckpointingOptions.CHECKPOINTING_TIMEOUT,
          Duration.ofMillis(options.getCheckpointTimeoutMillis()));
    }
    if (options.getMinPauseBetweenCheckpoints() >= 0) {
      configuration.set(
          CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS,
          Duration.ofMillis(options.getMinPauseBetweenCheckpoints()));
    }
    if (options.getNumConcurrentCheckpoints() > 1) {
      configuration.set(
          CheckpointingOptions.MAX_CONCURRENT_CHECKPOINTS, options.getNumConcurrentCheckpoints());
    }
    if (options.getUnalignedCheckpointEnabled()) {
      configuration.set(CheckpointingOptions.ENABLE_UNALIGNED, true);
    }
    if (options.getForceUnalignedCheckpointEnabled()) {
      configuration.set(CheckpointingOptions.FORCE_UNALIGNED, true);
    }
    writeTolerance(options, configuration);
    writeRetention(options, configuration);
  }

  private static void writeTolerance(CheckpointOptions options, Configuration configuration) {
    if (!options.getFailOnCheckpointingErrors()) {
      configuration.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
    } else if (options.getTolerableCheckpointFailureNumber() > 0) {
      configuration.set(
          CheckpointingOptions.TOLERABLE_FAILURE_NUMBER,
          options.getTolerableCheckpointFailureNumber());
    }
  }

  private static void writeRetention(CheckpointOptions options, Configuration configuration) {
    if (options.getRetainExternalizedCheckpointsOnCancellation()) {
      configuration.set(
          CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
          ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    } else if (options.isExternalizedCheckpointsEnabled()) {
      configuration.set(
          CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
          ExternalizedCheckpointRetention.DELETE_ON_CANCELLATION);
    }
  }
}
