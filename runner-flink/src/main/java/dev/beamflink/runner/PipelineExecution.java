package dev.beamflink.runner;

import dev.beamflink.model.GraphPlanner;
import dev.beamflink.model.fuse.ExecutionPlan;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.translation.runtime.operator.BundleLimits;
import dev.beamflink.translation.translate.PipelineTranslator;
import dev.beamflink.translation.translate.TranslationSettings;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.runners.core.construction.SerializablePipelineOptions;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricsEnvironment;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of one pipeline from Java to a running job: proto, plan, topology, submission. Used once,
 * in the client.
 */
public final class PipelineExecution {

  private static final Logger LOG = LoggerFactory.getLogger(PipelineExecution.class);

  private final FlinkPipelineOptions options;
  private final JobSubmitter submitter;

  public PipelineExecution(FlinkPipelineOptions options, JobSubmitter submitter) {
    this.options = options;
    this.submitter = submitter;
  }

  /**
   * Submits the pipeline and returns while it runs.
   *
   * @throws dev.beamflink.model.problem.InvalidPipelineException when it can't run; nothing has
   *     been submitted then
   */
  public PipelineResult run(Pipeline pipeline) {
    MetricsEnvironment.setMetricsSupported(true);
    RunnerApi.Pipeline proto = JavaPipelines.toProto(pipeline);
    PlanMode mode = JobSettings.mode(proto, options);
    ExecutionPlan plan = GraphPlanner.plan(proto, mode);
    LOG.info("Running '{}' in {} as {} nodes", options.getJobName(), mode, plan.nodes().size());

    JobSettings settings = new JobSettings(options, mode);
    StreamExecutionEnvironment environment = submitter.environment(settings.configuration());
    PipelineTranslator.translate(
        plan,
        environment,
        new TranslationSettings(
            mode,
            settings.parallelism(environment.getParallelism()),
            new BundleLimits(settings.maxBundleSize(), settings.maxBundleMillis()),
            new SerializablePipelineOptions(options)));
    return new FlinkPipelineResult(submit(environment));
  }

  private JobClient submit(StreamExecutionEnvironment environment) {
    try {
      JobClient client = submitter.submit(environment, options.getJobName());
      LOG.info("Submitted '{}' as job {}", options.getJobName(), client.getJobID());
      return client;
    } catch (Exception e) {
      throw new IllegalStateException(
          "The job '%s' can't be submitted to %s: %s"
              .formatted(options.getJobName(), options.getFlinkMaster(), e.getMessage()),
          e);
    }
  }
}
