package dev.beamflink.runner.jobserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.model.problem.InvalidPipelineException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessage;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessage.MessageImportance;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessagesRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessagesResponse;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobState;
import org.apache.beam.model.jobmanagement.v1.JobApi.PrepareJobRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.RunJobRequest;
import org.apache.beam.model.jobmanagement.v1.JobServiceGrpc;
import org.apache.beam.model.jobmanagement.v1.JobServiceGrpc.JobServiceBlockingStub;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Value;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.MethodDescriptor;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Status;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.StatusRuntimeException;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.ImmutableList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sends damaged requests to a job server: each gets a proper answer within a time limit, and the
 * server goes on. {@code -Dfuzz.inputs=100000} is the long form; the seed of an input, {@code
 * -Dfuzz.seed}, repeats it.
 */
class JobApiFuzzTest {

  private static final int INPUTS = Integer.getInteger("fuzz.inputs", 1_000);
  private static final long SEED = Long.getLong("fuzz.seed", 20_26_11L);
  private static final int MANY_THREADS = 20;

  /** What says that the request is at fault. */
  private static final Set<Status.Code> REFUSALS =
      EnumSet.of(
          Status.Code.INVALID_ARGUMENT,
          Status.Code.NOT_FOUND,
          Status.Code.FAILED_PRECONDITION,
          Status.Code.RESOURCE_EXHAUSTED,
          Status.Code.UNIMPLEMENTED);

  private static final List<RunnerApi.Pipeline> PIPELINES = FuzzPipelines.all();

  @TempDir private Path artifacts;
  private TestJobClient client;

  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger unexpected = new AtomicInteger();

  @BeforeEach
  void start() throws Exception {
    client = new TestJobClient(artifacts);
  }

  @AfterEach
  void stop() {
    client.close();
  }

  @Test
  void undamagedPipelineIsPlanned() {
    assertEquals(JobState.Enum.DONE, run(request(PIPELINES.get(0)), 0));
  }

  @Test
  void damagedPipelinesAreAnswered() {
    PIPELINES.forEach(pipeline -> run(request(pipeline), 0));
    int threads = Thread.activeCount();
    for (long seed = SEED; seed < SEED + INPUTS; seed++) {
      ProtoMutator mutator = new ProtoMutator(seed);
      PrepareJobRequest request = request(any(new Random(seed)));
      PrepareJobRequest damaged =
          seed % 10 == 0
              ? mutator.mutated(request)
              : request.toBuilder().setPipeline(mutator.mutated(request.getPipeline())).build();
      try {
        run(onPaper(damaged), seed);
      } catch (StatusRuntimeException e) {
        assertRefusal(e.getStatus().getCode(), seed);
      }
    }
    System.out.printf("%d inputs, %s refused, %s not foreseen%n", INPUTS, refused, unexpected);
    assertTrue(unexpected.get() <= INPUTS / 100, () -> unexpected + " of " + INPUTS);
    assertTrue(Thread.activeCount() < threads + MANY_THREADS, "threads are left");
    undamagedPipelineIsPlanned();
  }

  @Test
  void damagedBytesAreAnswered() {
    RawClient raw = new RawClient(client.channel());
    List<MethodDescriptor<?, ?>> methods =
        List.copyOf(JobServiceGrpc.getServiceDescriptor().getMethods());
    List<byte[]> requests =
        List.of(
            request(PIPELINES.get(0)).toByteArray(),
            RunJobRequest.newBuilder().setPreparationId("x").build().toByteArray());
    int threads = Thread.activeCount();
    for (long seed = SEED; seed < SEED + INPUTS * 2L; seed++) { // they take less time
      Random random = new Random(seed);
      byte[] request =
          new ProtoMutator(seed).mutatedBytes(requests.get(random.nextInt(requests.size())));
      Status.Code code = raw.call(methods.get(random.nextInt(methods.size())), request);
      if (code != Status.Code.OK) {
        assertRefusal(code, seed);
      }
    }
    assertTrue(Thread.activeCount() < threads + MANY_THREADS, "threads are left");
    undamagedPipelineIsPlanned();
  }

  private static void assertRefusal(Status.Code code, long seed) {
    assertTrue(REFUSALS.contains(code), () -> "%s of -Dfuzz.seed=%d".formatted(code, seed));
  }

  /** Half of the time the one that can be translated too. */
  private static RunnerApi.Pipeline any(Random random) {
    return PIPELINES.get(random.nextBoolean() ? 0 : random.nextInt(PIPELINES.size()));
  }

  private static PrepareJobRequest request(RunnerApi.Pipeline pipeline) {
    return onPaper(PrepareJobRequest.newBuilder().setJobName("fuzz").setPipeline(pipeline).build());
  }

  /** Planned and translated, but not run: that takes long, and is no matter of the Job API. */
  private static PrepareJobRequest onPaper(PrepareJobRequest request) {
    PrepareJobRequest.Builder paper = request.toBuilder();
    paper
        .getPipelineOptionsBuilder()
        .putFields("beam:option:dry_run:v1", Value.newBuilder().setBoolValue(true).build());
    return paper.build();
  }

  private JobState.Enum run(PrepareJobRequest request, long seed) {
    String preparation = stub().prepare(request).getPreparationId();
    String job =
        stub().run(RunJobRequest.newBuilder().setPreparationId(preparation).build()).getJobId();
    List<JobMessagesResponse> messages =
        ImmutableList.copyOf(
            stub().getMessageStream(JobMessagesRequest.newBuilder().setJobId(job).build()));
    JobState.Enum last = messages.get(messages.size() - 1).getStateResponse().getState();
    if (last == JobState.Enum.FAILED) {
      JobMessage error = messages.get(messages.size() - 2).getMessageResponse();
      assertEquals(MessageImportance.JOB_MESSAGE_ERROR, error.getImportance());
      assertTrue(error.getMessageText().length() > 20, () -> "seed " + seed + ": " + error);
      String trace = messages.get(messages.size() - 3).getMessageResponse().getMessageText();
      refused.incrementAndGet();
      if (!trace.startsWith(InvalidPipelineException.class.getName())) {
        unexpected.incrementAndGet();
        String first = trace.lines().findFirst().orElse("");
        System.out.printf("Not foreseen, -Dfuzz.seed=%d: %s%n", seed, first);
      }
    } else {
      assertEquals(JobState.Enum.DONE, last, () -> "-Dfuzz.seed=" + seed);
    }
    return last;
  }

  /** Whoever gets no answer in time gets a status that is no refusal. */
  private JobServiceBlockingStub stub() {
    return client.stub().withDeadlineAfter(60, TimeUnit.SECONDS);
  }
}
