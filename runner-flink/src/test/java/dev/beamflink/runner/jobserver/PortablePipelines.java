package dev.beamflink.runner.jobserver;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.fn.harness.ExternalWorkerService;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobState;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.fn.server.GrpcFnServer;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.PortablePipelineOptions;
import org.apache.beam.sdk.util.construction.Environments;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.util.construction.SdkComponents;

/**
 * Runs pipelines through a job server; their user code runs in a harness of the Java SDK: to the
 * runner an external process like any other, here in this JVM.
 */
final class PortablePipelines implements AutoCloseable {

  private final Path directory;
  private final String flinkMaster;
  private final GrpcFnServer<ExternalWorkerService> workers;
  private TestJobClient client;

  /**
   * @param directory for artifacts
   */
  PortablePipelines(Path directory) throws Exception {
    this(directory, "[local]");
  }

  /**
   * @param flinkMaster where jobs run
   */
  PortablePipelines(Path directory, String flinkMaster) throws Exception {
    this(directory, flinkMaster, PipelineOptionsFactory.create());
  }

  /**
   * @param flinkMaster where jobs run
   * @param workerOptions of the harness, which does not take those of its pipelines
   */
  PortablePipelines(Path directory, String flinkMaster, PipelineOptions workerOptions)
      throws Exception {
    this.directory = directory;
    this.flinkMaster = flinkMaster;
    client = server();
    workers = new ExternalWorkerService(workerOptions).start();
  }

  private TestJobClient server() throws Exception {
    return new TestJobClient(directory.resolve("artifacts"), flinkMaster);
  }

  TestJobClient client() {
    return client;
  }

  /** Ends the job server and starts another one; answers its client. The harness stays. */
  TestJobClient restart() throws Exception {
    client.close();
    client = server();
    return client;
  }

  PortablePipelineOptions options(boolean streaming) throws Exception {
    PortablePipelineOptions options =
        PipelineOptionsFactory.fromArgs(
                "--runner=FlinkRunner",
                "--streaming=" + streaming,
                "--experiments=beam_fn_api",
                "--parallelism=2")
            .as(FlinkPipelineOptions.class)
            .as(PortablePipelineOptions.class);
    options.setDefaultEnvironmentType("EXTERNAL");
    options.setDefaultEnvironmentConfig(workers.getApiServiceDescriptor().getUrl());
    options.setFilesToStage(
        List.of(Files.writeString(directory.resolve("code.jar"), "code").toString()));
    return options;
  }

  /** The environment of code in the harness. */
  RunnerApi.Environment externalEnvironment() throws Exception {
    return Environments.createOrGetDefaultEnvironment(options(false));
  }

  static RunnerApi.Pipeline proto(Pipeline pipeline) {
    return PipelineTranslation.toProto(pipeline, SdkComponents.create(pipeline.getOptions()));
  }

  /** Runs a pipeline; answers its last state. */
  JobState.Enum run(Pipeline pipeline) throws Exception {
    List<JobState.Enum> states = client.states(client.run(proto(pipeline), pipeline.getOptions()));
    return states.get(states.size() - 1);
  }

  @Override
  public void close() throws Exception {
    client.close();
    workers.close();
  }
}
