package dev.beamflink.runner;

import dev.beamflink.model.GraphPlanner;
import dev.beamflink.model.fuse.ExecutionPlan;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.model.problem.InvalidPipelineException;
import dev.beamflink.model.problem.Problems;
import dev.beamflink.runner.cluster.JobSubmitter;
import dev.beamflink.runner.options.ObsoleteOptionWarnings;
import dev.beamflink.runner.options.OptionChecks;
import dev.beamflink.runner.result.DryRun;
import dev.beamflink.runner.result.EndWait;
import dev.beamflink.runner.result.FlinkPipelineResult;
import dev.beamflink.runner.result.NoWait;
import dev.beamflink.runner.result.WaitByAsking;
import dev.beamflink.runner.result.WaitByFollowing;
import dev.beamflink.runner.services.MergedServicesCheck;
import dev.beamflink.runner.settings.JobSettings;
import dev.beamflink.translation.runtime.options.DeferredOptions;
import dev.beamflink.translation.translate.PipelineTranslator;
import dev.beamflink.translation.translate.TranslationSettings;
import java.time.Duration;
import java.util.Optional;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricsEnvironment;
import org.apache.beam.sdk.util.common.ReflectHelpers;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of one pipeline to a running job: checks, proto, plan, topology, submission. Used once,
 * in the client.
 */
public final class PipelineExecution {

  private static final Logger LOG = LoggerFactory.getLogger(PipelineExecution.class);

  private final FlinkPipelineOptions options;
  private final SubmitterChoice choice;

  public PipelineExecution(FlinkPipelineOptions options, SubmitterChoice choice) {
    this.options = options;
    this.choice = choice;
  }

  /**
   * Submits the pipeline and returns while it runs; a dry run ends before the submission.
   *
   * @throws InvalidPipelineException with all reasons why it can't run, be it for the pipeline, the
   *     options or the cluster; nothing has been submitted then
   */
  public PipelineResult run(Pipeline pipeline) {
    return run(new JavaPipeline(pipeline));
  }

  /** The same for a pipeline in any form. */
  public PipelineResult run(ExecutablePipeline pipeline) {
    MergedServicesCheck.check(ReflectHelpers.findClassLoader());
    MetricsEnvironment.setMetricsSupported(!options.getDisableMetrics());
    RunnerApi.Pipeline proto = pipeline.toProto();
    PlanMode mode = JobSettings.mode(proto, options);

    Problems problems = new Problems();
    OptionChecks.checkAll(options, problems);
    Optional<JobSubmitter> submitter = choice.choose(options, problems);
    submitter.ifPresent(chosen -> chosen.check(problems));
    Optional<ExecutionPlan> plan = plan(proto, mode, problems);
    plan.ifPresent(planned -> pipeline.userCode().check(planned, problems));
    problems.throwIfAny();

    ObsoleteOptionWarnings.of(options).forEach(LOG::warn);
    return run(pipeline, plan.orElseThrow(), mode, submitter.orElseThrow());
  }

  private static Optional<ExecutionPlan> plan(
      RunnerApi.Pipeline proto, PlanMode mode, Problems problems) {
    try {
      return Optional.of(GraphPlanner.plan(proto, mode));
    } catch (InvalidPipelineException e) {
      e.problems().forEach(problems::add);
      return Optional.empty();
    }
  }

  private PipelineResult run(
      ExecutablePipeline pipeline, ExecutionPlan checked, PlanMode mode, JobSubmitter submitter) {
    JobSettings settings = new JobSettings(options, mode);
    StreamExecutionEnvironment environment =
        submitter.environment(configuration(settings, pipeline));
    int parallelism = settings.parallelism(environment.getParallelism());
    boolean maxParallelismFixed = settings.maxParallelismIsFixed(environment);
    int maxParallelism = settings.maxParallelism(environment, parallelism);
    environment.setMaxParallelism(maxParallelism);
    ExecutionPlan plan =
        pipeline.fit(parallelism, maxParallelism)
            ? GraphPlanner.plan(pipeline.toProto(), mode)
            : checked;
    LOG.info(
        "{} '{}' in {} on {}, {} nodes",
        options.getDryRun() ? "Trying" : "Running",
        options.getJobName(),
        mode,
        submitter,
        plan.nodes().size());
    PipelineTranslator.translate(
        plan,
        environment,
        new TranslationSettings(
            mode,
            parallelism,
            settings.bundleLimits(),
            DeferredOptions.of(options),
            pipeline.userCode()));
    JobOnPaper.check(options, environment, mode, maxParallelismFixed);
    return options.getDryRun()
        ? new DryRun()
        : new FlinkPipelineResult(
            submit(environment, submitter),
            endWait(environment),
            environment.getConfiguration().get(CheckpointingOptions.SAVEPOINT_DIRECTORY));
  }

  private static Configuration configuration(JobSettings settings, ExecutablePipeline pipeline) {
    Configuration configuration = settings.configuration();
    pipeline.configure(configuration);
    if (!pipeline.jars().isEmpty()) {
      configuration.set(
          PipelineOptions.JARS,
          pipeline.jars().stream().map(jar -> jar.toUri().toString()).toList());
    }
    return configuration;
  }

  private JobClient submit(StreamExecutionEnvironment environment, JobSubmitter submitter) {
    try {
      JobClient client = submitter.submit(environment, options.getJobName());
      LOG.info("Submitted '{}' as job {}", options.getJobName(), client.getJobID());
      return client;
    } catch (Exception e) {
      throw new SubmissionException(options.getJobName(), submitter, e);
    }
  }

  /** Flink's command line wins: who says {@code flink run -d} does not want the program to wait. */
  private EndWait endWait(StreamExecutionEnvironment environment) {
    if (!environment.getConfiguration().get(DeploymentOptions.ATTACHED)) {
      return new NoWait();
    }
    return options.getAttachedMode()
        ? new WaitByFollowing()
        : new WaitByAsking(Duration.ofSeconds(options.getJobCheckIntervalInSecs()));
  }
}
