package dev.beamflink.runner;

import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.runner.plan.JobPlan;
import dev.beamflink.runner.plan.PlanFile;
import dev.beamflink.runner.plan.PlanReader;
import dev.beamflink.runner.upgrade.RestoreCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done with a job's plan before the job is submitted, if somebody asks for it. */
final class JobOnPaper {

  private static final Logger LOG = LoggerFactory.getLogger(JobOnPaper.class);

  private JobOnPaper() {}

  /**
   * Compares the plan with the savepoint that the job starts from, and writes it to the file that
   * the options name.
   *
   * @param environment with the whole job
   * @param maxParallelismFixed whether the maximum parallelism is what the user says
   * @throws dev.beamflink.model.problem.InvalidPipelineException if the job can't start from the
   *     savepoint
   */
  static void check(
      FlinkPipelineOptions options,
      StreamExecutionEnvironment environment,
      PlanMode mode,
      boolean maxParallelismFixed) {
    String file = options.getPlanFile();
    boolean restores =
        environment.getConfiguration().getOptional(StateRecoveryOptions.SAVEPOINT_PATH).isPresent();
    if (file == null && !restores && !options.getDryRun()) {
      return;
    }
    JobPlan plan =
        PlanReader.plan(environment, mode.name(), mode == PlanMode.STREAMING, maxParallelismFixed);
    RestoreCheck.check(plan, environment.getConfiguration());
    if (file != null) {
      write(plan, file);
      LOG.info("Wrote the plan of '{}' to {}", options.getJobName(), file);
    }
  }

  private static void write(JobPlan plan, String file) {
    try {
      PlanFile.write(plan, Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException("The plan can't be written to " + file, e);
    }
  }
}
