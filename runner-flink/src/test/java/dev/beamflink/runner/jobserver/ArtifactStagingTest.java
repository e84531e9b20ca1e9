package dev.beamflink.runner.jobserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.beam.model.jobmanagement.v1.ArtifactApi.ArtifactRequestWrapper;
import org.apache.beam.model.jobmanagement.v1.ArtifactApi.ArtifactResponseWrapper;
import org.apache.beam.model.jobmanagement.v1.ArtifactApi.GetArtifactResponse;
import org.apache.beam.model.jobmanagement.v1.ArtifactApi.ResolveArtifactsResponse;
import org.apache.beam.model.jobmanagement.v1.ArtifactStagingServiceGrpc;
import org.apache.beam.model.jobmanagement.v1.JobApi.PrepareJobResponse;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactFilePayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactInformation;
import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ManagedChannel;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ManagedChannelBuilder;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Status;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.StatusRuntimeException;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that stage well, and clients that do not. */
class ArtifactStagingTest {

  private static final String ENVIRONMENT = "env";

  @TempDir private Path directory;
  private TestJobClient client;
  private PrepareJobResponse prepared;
  private ManagedChannel channel;
  private final Answers answers = new Answers();
  private StreamObserver<ArtifactResponseWrapper> call;

  @BeforeEach
  void start() throws Exception {
    client = new TestJobClient(directory);
    prepared = client.prepare(pipeline(), PipelineOptionsFactory.create());
    channel =
        ManagedChannelBuilder.forTarget(prepared.getArtifactStagingEndpoint().getUrl())
            .usePlaintext()
            .build();
    call = ArtifactStagingServiceGrpc.newStub(channel).reverseArtifactRetrievalService(answers);
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    client.close();
  }

  @Test
  void artifactComesInParts() throws Exception {
    say(prepared.getStagingSessionToken());
    assertTrue(answers.request().hasResolveArtifact());
    resolve(artifact());
    assertTrue(answers.request().hasGetArtifact());
    send("co", false);
    send("de", false);
    send("", true);
    assertEquals("end", answers.next());
    assertEquals("code", Files.readString(stagedFile()));
    assertEquals("0-code.jar", stagedFile().getFileName().toString());
  }

  @Test
  void tokenIsUnknown() throws Exception {
    say("x");
    say("x");
    assertEquals(Status.Code.INVALID_ARGUMENT, answers.next());
  }

  @Test
  void otherAnswerThanWasAskedFor() throws Exception {
    say(prepared.getStagingSessionToken());
    answers.request();
    send("code", true);
    assertEquals(Status.Code.INVALID_ARGUMENT, answers.next());
  }

  @Test
  void artifactCannotBeRead() throws Exception {
    say(prepared.getStagingSessionToken());
    answers.request();
    resolve(artifact().toBuilder().setTypePayload(ByteString.copyFromUtf8("no proto")).build());
    answers.request();
    send("code", true);
    assertEquals(Status.Code.INVALID_ARGUMENT, answers.next());
  }

  /** Half of the artifacts are none: the job must not start, and the client must know why. */
  @Test
  void clientEndsHalfway() throws Exception {
    say(prepared.getStagingSessionToken());
    answers.request();
    resolve(artifact());
    answers.request();
    send("co", false);
    call.onCompleted();
    assertEquals(Status.Code.INVALID_ARGUMENT, answers.next());
    StatusRuntimeException refused =
        assertThrows(StatusRuntimeException.class, () -> client.run(prepared.getPreparationId()));
    assertEquals(Status.Code.FAILED_PRECONDITION, refused.getStatus().getCode());
    assertEquals(0, stagedFiles().count());
  }

  /** Beam's own service keeps a pool of threads for each. */
  @Test
  void clientsThatEndHalfwayLeaveNoThreads() throws Exception {
    clientEndsHalfway();
    int before = Thread.activeCount();
    for (int i : IntStream.range(0, 30).toArray()) {
      prepared = client.prepare(pipeline(), PipelineOptionsFactory.create());
      call = ArtifactStagingServiceGrpc.newStub(channel).reverseArtifactRetrievalService(answers);
      clientEndsHalfway();
      assertTrue(Thread.activeCount() < before + 20, () -> "after " + i);
    }
  }

  private void say(String token) {
    call.onNext(ArtifactResponseWrapper.newBuilder().setStagingToken(token).build());
  }

  private void resolve(ArtifactInformation artifact) {
    call.onNext(
        ArtifactResponseWrapper.newBuilder()
            .setResolveArtifactResponse(
                ResolveArtifactsResponse.newBuilder().addReplacements(artifact))
            .build());
  }

  private void send(String data, boolean last) {
    call.onNext(
        ArtifactResponseWrapper.newBuilder()
            .setGetArtifactResponse(
                GetArtifactResponse.newBuilder().setData(ByteString.copyFromUtf8(data)))
            .setIsLast(last)
            .build());
  }

  private Path stagedFile() throws Exception {
    return stagedFiles().findFirst().orElseThrow();
  }

  private Stream<Path> stagedFiles() throws Exception {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList().stream();
    }
  }

  private static ArtifactInformation artifact() {
    return ArtifactInformation.newBuilder()
        .setTypeUrn("beam:artifact:type:file:v1")
        .setTypePayload(
            ArtifactFilePayload.newBuilder()
                .setPath("/home/of/client/code.jar")
                .build()
                .toByteString())
        .build();
  }

  private static RunnerApi.Pipeline pipeline() {
    RunnerApi.Pipeline.Builder pipeline = RunnerApi.Pipeline.newBuilder();
    Environment environment = Environment.newBuilder().addDependencies(artifact()).build();
    pipeline.getComponentsBuilder().putAllEnvironments(Map.of(ENVIRONMENT, environment));
    return pipeline.build();
  }

  /** What the server says: requests, and at last "end" or the code of a status. */
  private static final class Answers implements StreamObserver<ArtifactRequestWrapper> {
    private final BlockingQueue<Object> queue = new LinkedBlockingQueue<>();

    @Override
    public void onNext(ArtifactRequestWrapper request) {
      queue.add(request);
    }

    @Override
    public void onError(Throwable failure) {
      queue.add(Status.fromThrowable(failure).getCode());
    }

    @Override
    public void onCompleted() {
      queue.add("end");
    }

    Object next() throws InterruptedException {
      Object next = queue.poll(60, TimeUnit.SECONDS);
      return next == null ? List.of() : next;
    }

    ArtifactRequestWrapper request() throws InterruptedException {
      return (ArtifactRequestWrapper) next();
    }
  }
}
