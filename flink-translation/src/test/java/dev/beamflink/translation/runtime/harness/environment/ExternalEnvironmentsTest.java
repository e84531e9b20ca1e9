package dev.beamflink.translation.runtime.harness.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.beamflink.translation.runtime.harness.BoundServers;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StartWorkerRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StartWorkerResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StopWorkerRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StopWorkerResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnExternalWorkerPoolGrpc.BeamFnExternalWorkerPoolImplBase;
import org.apache.beam.model.fnexecution.v1.ProvisionApi.ProvisionInfo;
import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.apache.beam.model.pipeline.v1.RunnerApi.ExternalPayload;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Server;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExternalEnvironmentsTest {

  private final BoundServers factory =
      new BoundServers(InetAddress.getLoopbackAddress(), "localhost");
  private Server server;
  private HarnessServers servers;

  @BeforeEach
  void start() throws Exception {
    servers =
        new HarnessServers(
            factory,
            "worker",
            new HarnessJob(ProvisionInfo.getDefaultInstance(), getClass().getClassLoader()),
            PipelineOptionsFactory.create());
  }

  @AfterEach
  void stop() {
    servers.close(Duration.ZERO);
    server.shutdownNow();
  }

  private Environment environment(Pool pool) throws Exception {
    server = factory.start(List.of(pool), 0);
    ExternalPayload.Builder payload = ExternalPayload.newBuilder();
    payload.getEndpointBuilder().setUrl(factory.url(server));
    return Environment.newBuilder().setPayload(payload.build().toByteString()).build();
  }

  @Test
  void interruptedThreadEndsItsWorkerToo() throws Exception {
    Pool pool = new Pool(true);
    Worker worker =
        new ExternalEnvironments()
            .start(environment(pool), "worker", servers, Duration.ofMinutes(1));
    Thread.currentThread().interrupt();
    worker.stop(Duration.ZERO);
    assertEquals(true, Thread.interrupted());
    assertEquals("worker", pool.stopped.get(30, TimeUnit.SECONDS));
  }

  /** The job may leave while a pool starts a worker. */
  @Test
  void workerWhoseStartIsInterruptedIsEnded() throws Exception {
    Pool pool = new Pool(false);
    Environment environment = environment(pool);
    CompletableFuture<Worker> started = new CompletableFuture<>();
    Thread starting =
        new Thread(
            () -> {
              try {
                started.complete(
                    new ExternalEnvironments()
                        .start(environment, "worker", servers, Duration.ofMinutes(1)));
              } catch (Exception e) {
                started.completeExceptionally(e);
              }
            });
    starting.start();
    pool.started.get(30, TimeUnit.SECONDS);
    starting.interrupt();
    assertThrows(ExecutionException.class, () -> started.get(30, TimeUnit.SECONDS));
    assertEquals("worker", pool.stopped.get(30, TimeUnit.SECONDS));
  }

  private static final class Pool extends BeamFnExternalWorkerPoolImplBase {
    private final boolean answers;
    private final CompletableFuture<String> started = new CompletableFuture<>();
    private final CompletableFuture<String> stopped = new CompletableFuture<>();

    Pool(boolean answers) {
      this.answers = answers;
    }

    @Override
    public void startWorker(
        StartWorkerRequest request, StreamObserver<StartWorkerResponse> answer) {
      started.complete(request.getWorkerId());
      if (answers) {
        answer.onNext(StartWorkerResponse.getDefaultInstance());
        answer.onCompleted();
      }
    }

    @Override
    public void stopWorker(StopWorkerRequest request, StreamObserver<StopWorkerResponse> answer) {
      stopped.complete(request.getWorkerId());
      answer.onNext(StopWorkerResponse.getDefaultInstance());
      answer.onCompleted();
    }
  }
}
