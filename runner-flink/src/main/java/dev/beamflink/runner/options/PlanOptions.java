package dev.beamflink.runner.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** The job on paper. */
public interface PlanOptions extends PipelineOptions {

  @Description(
      "Local file to which the job's plan is written as JSON before the job is submitted: its nodes"
          + " with their uids, states and coders. `scripts/upgrade-check` compares plans, see"
          + " [upgrading.md](upgrading.md).")
  @Nullable String getPlanFile();

  void setPlanFile(@Nullable String file);

  @Description(
      "`true`: checks and translates the pipeline and writes `--planFile`, if that is set, but"
          + " submits nothing. `run()` then answers a result that is `DONE` and has no metrics, and"
          + " `waitUntilFinish()` returns at once.")
  @Default.Boolean(false)
  boolean getDryRun();

  void setDryRun(boolean dryRun);
}
