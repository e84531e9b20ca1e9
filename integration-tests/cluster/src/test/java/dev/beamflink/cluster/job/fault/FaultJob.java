package dev.beamflink.cluster.job.fault;

import dev.beamflink.cluster.job.fault.pipeline.FaultPipelines;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** The program that is submitted: one of the pipelines, judged. */
public final class FaultJob {

  public static void main(String[] arguments) {
    PipelineOptionsFactory.register(FaultOptions.class);
    FaultOptions options =
        PipelineOptionsFactory.fromArgs(arguments).withValidation().as(FaultOptions.class);
    Schedule schedule = Schedule.of(options);
    Pipeline pipeline = Pipeline.create(options);
    FaultPipelines.named(options.getPipeline())
        .lines(pipeline, schedule)
        .apply("Judge", new Judgement(schedule));
    pipeline.run();
  }

  private FaultJob() {}
}
