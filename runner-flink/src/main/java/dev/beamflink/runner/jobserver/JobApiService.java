package dev.beamflink.runner.jobserver;

import java.io.IOException;
import java.util.Optional;
import org.apache.beam.model.jobmanagement.v1.JobApi.CancelJobRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.CancelJobResponse;
import org.apache.beam.model.jobmanagement.v1.JobApi.DescribePipelineOptionsRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.DescribePipelineOptionsResponse;
import org.apache.beam.model.jobmanagement.v1.JobApi.DrainJobRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.DrainJobResponse;
import org.apache.beam.model.jobmanagement.v1.JobApi.GetJobMetricsRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.GetJobMetricsResponse;
import org.apache.beam.model.jobmanagement.v1.JobApi.GetJobPipelineRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.GetJobPipelineResponse;
import org.apache.beam.model.jobmanagement.v1.JobApi.GetJobStateRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.GetJobsRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.GetJobsResponse;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobInfo;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessagesRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessagesResponse;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobStateEvent;
import org.apache.beam.model.jobmanagement.v1.JobApi.PrepareJobRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.PrepareJobResponse;
import org.apache.beam.model.jobmanagement.v1.JobApi.RunJobRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.RunJobResponse;
import org.apache.beam.model.jobmanagement.v1.JobServiceGrpc.JobServiceImplBase;
import org.apache.beam.model.pipeline.v1.Endpoints.ApiServiceDescriptor;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.StreamObserver;

/**
 * Beam's Job API. Each call is answered at once, with a status that says what was wrong with it;
 * none ends the server. Safe for any thread.
 */
final class JobApiService extends JobServiceImplBase {

  private final JobRuns runs;
  private final String artifactEndpoint;

  /**
   * @param artifactEndpoint where clients stage artifacts
   */
  JobApiService(JobRuns runs, String artifactEndpoint) {
    this.runs = runs;
    this.artifactEndpoint = artifactEndpoint;
  }

  @FunctionalInterface
  private interface Answer<T> {
    T get() throws IOException, InterruptedException;
  }

  private static <T> void answer(StreamObserver<T> client, Answer<T> answer) {
    Optional<T> response = unlessRefused(client, answer);
    if (response.isPresent()) {
      client.onNext(response.get());
      client.onCompleted();
    }
  }

  private static <T> void stream(StreamObserver<T> client, Answer<EventLog<T>> events) {
    unlessRefused(
        client,
        () -> {
          events.get().subscribe(client);
          return client;
        });
  }

  private static <T> Optional<T> unlessRefused(StreamObserver<?> client, Answer<T> answer) {
    try {
      return Optional.of(answer.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the server is being closed
      client.onError(Refusals.of(e));
    } catch (Throwable e) { // also what a pipeline needs more of than there is: memory, stack
      client.onError(Refusals.of(e));
    }
    return Optional.empty();
  }

  @Override
  public void describePipelineOptions(
      DescribePipelineOptionsRequest request,
      StreamObserver<DescribePipelineOptionsResponse> client) {
    answer(
        client,
        () ->
            DescribePipelineOptionsResponse.newBuilder()
                .addAllOptions(
                    PipelineOptionsFactory.describe(PipelineOptionsFactory.getRegisteredOptions()))
                .build());
  }

  @Override
  public void prepare(PrepareJobRequest request, StreamObserver<PrepareJobResponse> client) {
    answer(
        client,
        () -> {
          Preparation preparation =
              runs.prepare(
                  request.getJobName(), request.getPipeline(), request.getPipelineOptions());
          return PrepareJobResponse.newBuilder()
              .setPreparationId(preparation.id())
              .setStagingSessionToken(preparation.id())
              .setArtifactStagingEndpoint(
                  ApiServiceDescriptor.newBuilder().setUrl(artifactEndpoint))
              .build();
        });
  }

  @Override
  public void run(RunJobRequest request, StreamObserver<RunJobResponse> client) {
    answer(
        client,
        () ->
            RunJobResponse.newBuilder()
                .setJobId(runs.run(request.getPreparationId()).id())
                .build());
  }

  @Override
  public void getJobs(GetJobsRequest request, StreamObserver<GetJobsResponse> client) {
    answer(
        client,
        () -> {
          GetJobsResponse.Builder response = GetJobsResponse.newBuilder();
          runs.jobs().forEach(job -> response.addJobInfo(summary(job)));
          return response.build();
        });
  }

  private static JobInfo summary(PortableJob job) {
    return JobInfo.newBuilder()
        .setJobId(job.id())
        .setJobName(job.preparation().jobName())
        .setPipelineOptions(job.preparation().options())
        .setState(job.state().getState())
        .build();
  }

  @Override
  public void getState(GetJobStateRequest request, StreamObserver<JobStateEvent> client) {
    answer(client, () -> job(request.getJobId()).state());
  }

  @Override
  public void getPipeline(
      GetJobPipelineRequest request, StreamObserver<GetJobPipelineResponse> client) {
    answer(
        client,
        () ->
            GetJobPipelineResponse.newBuilder().setPipeline(pipeline(request.getJobId())).build());
  }

  private RunnerApi.Pipeline pipeline(String jobId) throws InterruptedException {
    Preparation preparation = job(jobId).preparation();
    if (preparation.isLost()) {
      throw new NoSuchJobException(
          "An earlier server has run job '%s': its pipeline is not known any more"
              .formatted(jobId));
    }
    return preparation.pipeline();
  }

  @Override
  public void cancel(CancelJobRequest request, StreamObserver<CancelJobResponse> client) {
    answer(
        client,
        () -> CancelJobResponse.newBuilder().setState(job(request.getJobId()).cancel()).build());
  }

  @Override
  public void drain(DrainJobRequest request, StreamObserver<DrainJobResponse> client) {
    answer(
        client,
        () -> DrainJobResponse.newBuilder().setState(job(request.getJobId()).drain()).build());
  }

  @Override
  public void getJobMetrics(
      GetJobMetricsRequest request, StreamObserver<GetJobMetricsResponse> client) {
    answer(
        client,
        () ->
            GetJobMetricsResponse.newBuilder()
                .setMetrics(job(request.getJobId()).metrics())
                .build());
  }

  @Override
  public void getStateStream(GetJobStateRequest request, StreamObserver<JobStateEvent> client) {
    stream(client, () -> job(request.getJobId()).states());
  }

  @Override
  public void getMessageStream(
      JobMessagesRequest request, StreamObserver<JobMessagesResponse> client) {
    stream(client, () -> job(request.getJobId()).messages());
  }

  private PortableJob job(String id) throws InterruptedException {
    return runs.job(id)
        .orElseThrow(
            () ->
                new NoSuchJobException(
                    "There is no job '%s'. It may have ended long ago: see --history-size."
                        .formatted(id)));
  }
}
