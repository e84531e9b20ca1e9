package dev.beamflink.runner.jobserver;

import dev.beamflink.model.problem.InvalidPipelineException;
import dev.beamflink.runner.PipelineExecution;
import dev.beamflink.runner.cluster.Masters;
import dev.beamflink.runner.options.OptionProblems;
import dev.beamflink.runner.result.DryRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PortablePipelineOptions;
import org.apache.flink.api.common.JobID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a pipeline that a client runs: a job of Flink, or a jar that can be run later.
 *
 * @param settings of the server, for what the client does not say
 */
record JobSubmission(JobServerSettings settings) {

  private static final Logger LOG = LoggerFactory.getLogger(JobSubmission.class);

  private static final String PACKED = "outputExecutablePath";

  /**
   * Submits the job, or writes the jar.
   *
   * @param pipeline with its artifacts where they were staged
   * @param ofFlink the id that the job gets
   * @param classes get those of the pipeline
   */
  PipelineResult submit(
      Preparation preparation, RunnerApi.Pipeline pipeline, JobID ofFlink, ContextClasses classes) {
    FlinkPipelineOptions options =
        PortableOptions.of(preparation.options(), preparation.jobName(), settings);
    String jar = options.as(PortablePipelineOptions.class).getOutputExecutablePath();
    if (jar != null && !jar.isEmpty()) {
      pack(preparation, pipeline, Path.of(jar));
      return new DryRun();
    }
    PortablePipeline portable =
        PortablePipeline.of(
            pipeline, preparation.options(), options, EarlierJobs.mark(ofFlink, preparation.id()));
    classes.add(portable.jars());
    return new PipelineExecution(options, Masters::choose).run(portable);
  }

  private static void pack(Preparation preparation, RunnerApi.Pipeline pipeline, Path jar) {
    PipelineJar runner =
        PipelineJar.ofThisRunner()
            .orElseThrow(
                () ->
                    refusal(
                        "is set, but this job server does not run from its jar",
                        "Start it with java -jar beamflink-job-server.jar"));
    try {
      runner.write(jar, pipeline, preparation.options(), preparation.jobName());
      LOG.info("Wrote '{}' to {}", preparation.jobName(), jar);
    } catch (IOException e) {
      LOG.debug("{} can't be written", jar, e);
      throw refusal(
          "is '%s', where no jar can be written: %s".formatted(jar, e),
          "It is a file on the job server's machine, which has to be let write it");
    }
  }

  private static InvalidPipelineException refusal(String why, String remedy) {
    return new InvalidPipelineException(List.of(OptionProblems.of(PACKED, why, remedy)));
  }
}
