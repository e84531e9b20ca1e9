package org.apache.beam.runners.flink;

import dev.beamflink.runner.options.CheckpointOptions;
import dev.beamflink.runner.options.ExecutionOptions;
import dev.beamflink.runner.options.HarnessOptions;
import dev.beamflink.runner.options.ObsoleteOptions;
import dev.beamflink.runner.options.PlanOptions;
import dev.beamflink.runner.options.RestartOptions;
import dev.beamflink.runner.options.StateOptions;
import dev.beamflink.runner.options.SubmissionOptions;
import org.apache.beam.sdk.options.ApplicationNameOptions;
import org.apache.beam.sdk.options.StreamingOptions;

/**
 * Options of {@link FlinkRunner}, under the names that users of Beam on Flink know. docs/options.md
 * lists them all; each interface holds those of one concern.
 */
public interface FlinkPipelineOptions
    extends SubmissionOptions,
        ExecutionOptions,
        CheckpointOptions,
        StateOptions,
        RestartOptions,
        PlanOptions,
        HarnessOptions,
        ObsoleteOptions,
        ApplicationNameOptions,
        StreamingOptions {}
