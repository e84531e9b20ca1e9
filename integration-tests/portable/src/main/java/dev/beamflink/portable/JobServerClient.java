package dev.beamflink.portable;

import java.util.Iterator;
import org.apache.beam.model.jobmanagement.v1.ArtifactStagingServiceGrpc;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessage;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessagesRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessagesResponse;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobState;
import org.apache.beam.model.jobmanagement.v1.JobApi.PrepareJobRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.PrepareJobResponse;
import org.apache.beam.model.jobmanagement.v1.JobApi.RunJobRequest;
import org.apache.beam.model.jobmanagement.v1.JobServiceGrpc;
import org.apache.beam.model.jobmanagement.v1.JobServiceGrpc.JobServiceBlockingStub;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.runners.fnexecution.artifact.ArtifactRetrievalService;
import org.apache.beam.runners.fnexecution.artifact.ArtifactStagingService;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.util.construction.DefaultArtifactResolver;
import org.apache.beam.sdk.util.construction.PipelineOptionsTranslation;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.util.construction.SdkComponents;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ManagedChannel;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ManagedChannelBuilder;

/**
 * Hands pipelines to a job server, as other SDKs do; Beam 2.73 is published without one in Java.
 */
final class JobServerClient implements AutoCloseable {

  private final ManagedChannel channel;
  private final JobServiceBlockingStub jobs;

  /**
   * @param endpoint host and port of the Job API
   */
  JobServerClient(String endpoint) {
    channel = channel(endpoint);
    jobs = JobServiceGrpc.newBlockingStub(channel);
  }

  private static ManagedChannel channel(String endpoint) {
    return ManagedChannelBuilder.forTarget(endpoint).usePlaintext().build();
  }

  /**
   * Runs a pipeline to its end.
   *
   * @throws IllegalStateException with the server's last error if it fails
   */
  void run(Pipeline pipeline) throws Exception {
    RunnerApi.Pipeline proto =
        PipelineTranslation.toProto(pipeline, SdkComponents.create(pipeline.getOptions()));
    PrepareJobResponse prepared =
        jobs.prepare(
            PrepareJobRequest.newBuilder()
                .setJobName(pipeline.getOptions().getJobName())
                .setPipeline(proto)
                .setPipelineOptions(PipelineOptionsTranslation.toProto(pipeline.getOptions()))
                .build());
    stage(prepared);
    String id =
        jobs.run(RunJobRequest.newBuilder().setPreparationId(prepared.getPreparationId()).build())
            .getJobId();
    await(jobs.getMessageStream(JobMessagesRequest.newBuilder().setJobId(id).build()));
  }

  /** Sends what the workers need: jars of this side, and what the expansion services have. */
  private static void stage(PrepareJobResponse prepared) throws Exception {
    ManagedChannel staging = channel(prepared.getArtifactStagingEndpoint().getUrl());
    try {
      ArtifactStagingService.offer(
          new ArtifactRetrievalService(DefaultArtifactResolver.INSTANCE),
          ArtifactStagingServiceGrpc.newStub(staging),
          prepared.getStagingSessionToken());
    } finally {
      staging.shutdownNow();
    }
  }

  private static void await(Iterator<JobMessagesResponse> stream) {
    JobState.Enum state = JobState.Enum.UNSPECIFIED;
    String error = "";
    while (stream.hasNext()) {
      JobMessagesResponse next = stream.next();
      if (next.hasStateResponse()) {
        state = next.getStateResponse().getState();
      } else if (next.getMessageResponse().getImportance()
          == JobMessage.MessageImportance.JOB_MESSAGE_ERROR) {
        error = next.getMessageResponse().getMessageText();
      }
    }
    if (state != JobState.Enum.DONE) {
      throw new IllegalStateException("The job is %s. %s".formatted(state, error));
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
