package dev.beamflink.runner.jobserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.beam.model.jobmanagement.v1.JobApi.CancelJobRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.DescribePipelineOptionsRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.DrainJobRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.GetJobStateRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.GetJobsRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.PipelineOptionDescriptor;
import org.apache.beam.model.jobmanagement.v1.JobApi.PipelineOptionType;
import org.apache.beam.model.jobmanagement.v1.JobApi.PrepareJobResponse;
import org.apache.beam.model.jobmanagement.v1.JobServiceGrpc;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactInformation;
import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Status;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.StatusRuntimeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What clients are answered without running anything. */
class JobApiServiceTest {

  private static final RunnerApi.Pipeline EMPTY = RunnerApi.Pipeline.getDefaultInstance();

  @TempDir private Path artifacts;
  private TestJobClient client;

  @BeforeEach
  void start() throws Exception {
    client = new TestJobClient(artifacts);
  }

  @AfterEach
  void stop() {
    client.close();
  }

  @Test
  void jobThatDoesNotExistIsNotFound() {
    assertStatus(Status.Code.NOT_FOUND, () -> state("[fake]"));
    assertStatus(Status.Code.NOT_FOUND, () -> client.states("[fake]"));
    assertStatus(Status.Code.NOT_FOUND, () -> client.messages("[fake]"));
    assertStatus(Status.Code.NOT_FOUND, () -> client.metrics("[fake]"));
    assertStatus(
        Status.Code.NOT_FOUND,
        () -> client.stub().cancel(CancelJobRequest.newBuilder().setJobId("[fake]").build()));
    assertStatus(
        Status.Code.NOT_FOUND,
        () -> client.stub().drain(DrainJobRequest.newBuilder().setJobId("[fake]").build()));
    assertStatus(Status.Code.NOT_FOUND, () -> client.run("[fake]"));
  }

  /** The Python client asks, and would take an answer for that of a job with a time limit. */
  @Test
  void preparationIsNoJob() {
    String preparation = prepare(EMPTY).getPreparationId();
    assertStatus(Status.Code.NOT_FOUND, () -> client.states(preparation));
  }

  @Test
  void artifactsHaveToCome() {
    RunnerApi.Pipeline.Builder pipeline = RunnerApi.Pipeline.newBuilder();
    pipeline
        .getComponentsBuilder()
        .putEnvironments(
            "env",
            Environment.newBuilder()
                .addDependencies(ArtifactInformation.getDefaultInstance())
                .build());
    String preparation = prepare(pipeline.build()).getPreparationId();
    StatusRuntimeException refused =
        assertStatus(Status.Code.FAILED_PRECONDITION, () -> client.run(preparation));
    assertTrue(String.valueOf(refused.getMessage()).contains("'env'"), refused.getMessage());
  }

  @Test
  void optionsAreDescribedInTheNamesOfPython() {
    Map<String, PipelineOptionType.Enum> types =
        client
            .stub()
            .describePipelineOptions(DescribePipelineOptionsRequest.getDefaultInstance())
            .getOptionsList()
            .stream()
            .collect(
                Collectors.toMap(
                    PipelineOptionDescriptor::getName,
                    PipelineOptionDescriptor::getType,
                    (first, again) -> first));
    assertEquals(PipelineOptionType.Enum.INTEGER, types.get("parallelism"));
    assertTrue(
        types.keySet().containsAll(Set.of("checkpointing_interval", "flink_conf_dir")),
        types::toString);
  }

  @Test
  void serverKnowsNoJobsAtFirst() {
    prepare(EMPTY);
    assertEquals(0, client.stub().getJobs(GetJobsRequest.getDefaultInstance()).getJobInfoCount());
  }

  /** It may have jobs of an earlier server. */
  @Test
  void clusterOfTheServerDoesNotAnswer() throws Exception {
    client.close();
    client = new TestJobClient(artifacts, "localhost:1");
    assertStatus(Status.Code.UNAVAILABLE, this::serverKnowsNoJobsAtFirst);
    assertStatus(Status.Code.UNAVAILABLE, () -> state("job_" + "0".repeat(32)));
    assertStatus(Status.Code.NOT_FOUND, () -> state("[fake]"));
    preparationIsNoJob();
  }

  @Test
  void requestThatIsNoMessageIsRefused() {
    RawClient raw = new RawClient(client.channel());
    assertEquals(
        Status.Code.INVALID_ARGUMENT,
        raw.call(JobServiceGrpc.getPrepareMethod(), new byte[] {10, 100, 1}));
    assertEquals(
        Status.Code.INVALID_ARGUMENT,
        raw.call(JobServiceGrpc.getGetStateStreamMethod(), new byte[] {10, 100, 1}));
  }

  /** It would not fit into the memory. */
  @Test
  void requestThatIsTooLargeIsRefused() {
    RawClient raw = new RawClient(client.channel());
    assertEquals(
        Status.Code.RESOURCE_EXHAUSTED,
        raw.call(JobServiceGrpc.getPrepareMethod(), new byte[RequestSizes.largest() + 1]));
    serverKnowsNoJobsAtFirst();
  }

  /** The client could not take a status that is as long as the id. */
  @Test
  void refusalOfALongIdArrives() {
    assertStatus(Status.Code.NOT_FOUND, () -> state("x".repeat(100_000)));
  }

  @Test
  void preparationsThatNobodyRunsDoNotAddUp() {
    String first = prepare(EMPTY).getPreparationId();
    for (int i = 0; i < 100; i++) {
      prepare(EMPTY);
    }
    assertStatus(Status.Code.NOT_FOUND, () -> client.run(first));
  }

  private PrepareJobResponse prepare(RunnerApi.Pipeline pipeline) {
    return client.prepare(pipeline, PipelineOptionsFactory.create());
  }

  private void state(String jobId) {
    client.stub().getState(GetJobStateRequest.newBuilder().setJobId(jobId).build());
  }

  private static StatusRuntimeException assertStatus(Status.Code code, Executable call) {
    StatusRuntimeException refused = assertThrows(StatusRuntimeException.class, call);
    assertEquals(code, refused.getStatus().getCode(), refused.getMessage());
    return refused;
  }
}
