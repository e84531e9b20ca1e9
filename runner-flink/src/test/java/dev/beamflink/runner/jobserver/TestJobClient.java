package dev.beamflink.runner.jobserver;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.model.jobmanagement.v1.ArtifactStagingServiceGrpc;
import org.apache.beam.model.jobmanagement.v1.JobApi.GetJobMetricsRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.GetJobStateRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessagesRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessagesResponse;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobState;
import org.apache.beam.model.jobmanagement.v1.JobApi.MetricResults;
import org.apache.beam.model.jobmanagement.v1.JobApi.PrepareJobRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.PrepareJobResponse;
import org.apache.beam.model.jobmanagement.v1.JobApi.RunJobRequest;
import org.apache.beam.model.jobmanagement.v1.JobServiceGrpc;
import org.apache.beam.model.jobmanagement.v1.JobServiceGrpc.JobServiceBlockingStub;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.runners.fnexecution.artifact.ArtifactRetrievalService;
import org.apache.beam.runners.fnexecution.artifact.ArtifactStagingService;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.util.construction.DefaultArtifactResolver;
import org.apache.beam.sdk.util.construction.PipelineOptionsTranslation;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ManagedChannel;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ManagedChannelBuilder;

/** A job server and a client of it that does what the SDKs' clients do. */
final class TestJobClient implements AutoCloseable {

  private final JobServer server;
  private final ManagedChannel channel;

  TestJobClient(Path artifacts) throws Exception {
    this(artifacts, "[local]");
  }

  /**
   * @param flinkMaster where jobs run
   */
  TestJobClient(Path artifacts, String flinkMaster) throws Exception {
    server =
        JobServer.start(
            new JobServerSettings("localhost", 0, 0, 0, artifacts, true, 10, flinkMaster, null));
    channel = ManagedChannelBuilder.forTarget(server.endpoint()).usePlaintext().build();
  }

  JobServiceBlockingStub stub() {
    return JobServiceGrpc.newBlockingStub(channel);
  }

  String expansionEndpoint() {
    return server.expansionEndpoint().orElseThrow();
  }

  ManagedChannel channel() {
    return channel;
  }

  PrepareJobResponse prepare(RunnerApi.Pipeline pipeline, PipelineOptions options) {
    return stub()
        .prepare(
            PrepareJobRequest.newBuilder()
                .setJobName("test")
                .setPipeline(pipeline)
                .setPipelineOptions(PipelineOptionsTranslation.toProto(options))
                .build());
  }

  void stage(PrepareJobResponse prepared) throws Exception {
    ManagedChannel staging =
        ManagedChannelBuilder.forTarget(prepared.getArtifactStagingEndpoint().getUrl())
            .usePlaintext()
            .build();
    try {
      ArtifactStagingService.offer(
          new ArtifactRetrievalService(DefaultArtifactResolver.INSTANCE),
          ArtifactStagingServiceGrpc.newStub(staging),
          prepared.getStagingSessionToken());
    } finally {
      staging.shutdownNow();
    }
  }

  /** Runs a pipeline; answers the job's id. */
  String run(RunnerApi.Pipeline pipeline, PipelineOptions options) throws Exception {
    PrepareJobResponse prepared = prepare(pipeline, options);
    stage(prepared);
    return run(prepared.getPreparationId());
  }

  String run(String preparationId) {
    return stub()
        .run(RunJobRequest.newBuilder().setPreparationId(preparationId).build())
        .getJobId();
  }

  /** Waits for the end; answers all states. */
  List<JobState.Enum> states(String jobId) {
    List<JobState.Enum> states = new ArrayList<>();
    stub()
        .getStateStream(GetJobStateRequest.newBuilder().setJobId(jobId).build())
        .forEachRemaining(event -> states.add(event.getState()));
    return states;
  }

  /** Waits for the end; answers all messages. */
  List<JobMessagesResponse> messages(String jobId) {
    List<JobMessagesResponse> messages = new ArrayList<>();
    stub()
        .getMessageStream(JobMessagesRequest.newBuilder().setJobId(jobId).build())
        .forEachRemaining(messages::add);
    return messages;
  }

  MetricResults metrics(String jobId) {
    return stub()
        .getJobMetrics(GetJobMetricsRequest.newBuilder().setJobId(jobId).build())
        .getMetrics();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.close();
  }
}
