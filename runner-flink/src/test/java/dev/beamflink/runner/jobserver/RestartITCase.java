package dev.beamflink.runner.jobserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.beam.model.jobmanagement.v1.JobApi.CancelJobRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.GetJobPipelineRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.GetJobStateRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.GetJobsRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobInfo;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessagesResponse;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobState;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PortablePipelineOptions;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Status;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.StatusRuntimeException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.joda.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A job server ends while its cluster goes on; what another one still knows of its jobs. */
@Timeout(300)
class RestartITCase {

  private static final BlockingQueue<Long> SEEN = new LinkedBlockingQueue<>();

  @TempDir private Path directory;
  private MiniCluster cluster;
  private PortablePipelines pipelines;

  @BeforeEach
  void start() throws Exception {
    SEEN.clear();
    cluster = cluster();
    URI rest = cluster.getRestAddress().get();
    pipelines = new PortablePipelines(directory, rest.getHost() + ":" + rest.getPort());
  }

  @AfterEach
  void stop() throws Exception {
    pipelines.close();
    cluster.close();
  }

  @Test
  void runningJobIsFoundAndCancelled() throws Exception {
    String job = start(endless());
    SEEN.take();
    TestJobClient other = pipelines.restart();
    JobInfo found = other.stub().getJobs(GetJobsRequest.getDefaultInstance()).getJobInfo(0);
    assertEquals(job, found.getJobId());
    assertEquals("test", found.getJobName());
    assertEquals(JobState.Enum.RUNNING, found.getState());
    awaitMetrics(other, job);
    assertEquals(1, stagedFiles());
    other.stub().cancel(CancelJobRequest.newBuilder().setJobId(job).build());
    assertEquals(
        List.of(
            JobState.Enum.STOPPED,
            JobState.Enum.RUNNING,
            JobState.Enum.CANCELLING,
            JobState.Enum.CANCELLED),
        other.states(job));
    assertEquals(0, stagedFiles());
  }

  @Test
  void jobIsFoundByItsId() throws Exception {
    String job = start(endless());
    SEEN.take();
    TestJobClient other = pipelines.restart();
    assertEquals(JobState.Enum.RUNNING, state(other, job));
    assertEquals(1, other.stub().getJobs(GetJobsRequest.getDefaultInstance()).getJobInfoCount());
    other.stub().cancel(CancelJobRequest.newBuilder().setJobId(job).build());
    List<JobState.Enum> states = other.states(job);
    assertEquals(JobState.Enum.CANCELLED, states.get(states.size() - 1));
  }

  /** Flink remembers it for a while. */
  @Test
  void failedJobIsFoundWithItsReason() throws Exception {
    PortablePipelineOptions options = pipelines.options(false);
    Pipeline pipeline = Pipeline.create(options);
    pipeline.apply(Create.of("a")).apply("Fail", ParDo.of(new FailFn()));
    String job = start(pipeline);
    pipelines.client().states(job);
    TestJobClient other = pipelines.restart();
    assertEquals(JobState.Enum.FAILED, state(other, job));
    List<JobMessagesResponse> messages = other.messages(job);
    String error = messages.get(messages.size() - 2).getMessageResponse().getMessageText();
    assertTrue(error.contains("no such thing as a"), error);
    assertPipelineIsLost(other, job);
  }

  private static void assertPipelineIsLost(TestJobClient client, String job) {
    GetJobPipelineRequest request = GetJobPipelineRequest.newBuilder().setJobId(job).build();
    StatusRuntimeException refused =
        assertThrows(StatusRuntimeException.class, () -> client.stub().getPipeline(request));
    assertEquals(Status.Code.NOT_FOUND, refused.getStatus().getCode());
  }

  private String start(Pipeline pipeline) throws Exception {
    return pipelines.client().run(PortablePipelines.proto(pipeline), pipeline.getOptions());
  }

  private Pipeline endless() throws Exception {
    Pipeline pipeline = Pipeline.create(pipelines.options(true));
    pipeline
        .apply(GenerateSequence.from(0).withRate(100, Duration.standardSeconds(1)))
        .apply("See", ParDo.of(new SeeFn()));
    return pipeline;
  }

  private static JobState.Enum state(TestJobClient client, String job) {
    return client.stub().getState(GetJobStateRequest.newBuilder().setJobId(job).build()).getState();
  }

  /** TaskManagers report them now and then. */
  private static void awaitMetrics(TestJobClient client, String job) {
    long deadline = System.nanoTime() + java.time.Duration.ofSeconds(60).toNanos();
    while (client.metrics(job).getAttemptedList().stream()
        .noneMatch(info -> info.getLabelsOrDefault("NAME", "").equals("seen"))) {
      assertFalse(System.nanoTime() > deadline, () -> client.metrics(job).toString());
      LockSupport.parkNanos(100_000_000); // 100 ms
    }
  }

  private long stagedFiles() throws Exception {
    try (Stream<Path> files = Files.walk(directory.resolve("artifacts"))) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  private static MiniCluster cluster() throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.BIND_PORT, "0");
    MiniCluster started =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumSlotsPerTaskManager(2)
                .build());
    started.start();
    return started;
  }

  private static final class SeeFn extends DoFn<Long, Void> {
    private final Counter seen = Metrics.counter("test", "seen");

    @ProcessElement
    public void process(@Element Long element) {
      seen.inc();
      SEEN.add(element);
    }
  }

  private static final class FailFn extends DoFn<String, String> {
    @ProcessElement
    public void process(@Element String element) {
      throw new IllegalStateException("no such thing as " + element);
    }
  }
}
