package dev.beamflink.translation.runtime.source;

import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.streaming.api.operators.StreamingRuntimeContext;

/** When the checkpoint marks of an unbounded source are finalized (acknowledged, for a queue). */
enum MarkFinalization {
  /** When the checkpoint that contains them is complete. For jobs with checkpoints. */
  ON_CHECKPOINT,

  /**
   * Every second, soon after the elements went downstream. For jobs without checkpoints, where
   * marks would otherwise never be finalized and a queue would deliver everything again. Such a job
   * loses what is on its way when it fails, with or without this.
   */
  PERIODICALLY;

  static MarkFinalization of(StreamingRuntimeContext runtime) {
    return CheckpointingOptions.isCheckpointingEnabled(runtime.getJobConfiguration())
        ? ON_CHECKPOINT
        : PERIODICALLY;
  }
}
