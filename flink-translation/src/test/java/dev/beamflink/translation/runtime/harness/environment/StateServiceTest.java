package dev.beamflink.translation.runtime.harness.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateClearResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnStateGrpc;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ManagedChannel;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Server;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.netty.NettyChannelBuilder;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.netty.NettyServerBuilder;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.Test;

class StateServiceTest {

  private static final int TASKS = 4;
  private static final int REQUESTS = 20_000;

  @Test
  void answersOfSeveralTasksAllArrive() throws Exception {
    ExecutorService tasks = Executors.newFixedThreadPool(TASKS);
    StateService service = new StateService();
    service.registerForProcessBundleInstructionId(
        "bundle",
        request ->
            CompletableFuture.supplyAsync(
                () -> StateResponse.newBuilder().setClear(StateClearResponse.getDefaultInstance()),
                tasks));
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(service)
            .build()
            .start();
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("localhost", server.getPort()).usePlaintext().build();
    try {
      Answers answers = new Answers();
      StreamObserver<StateRequest> requests = BeamFnStateGrpc.newStub(channel).state(answers);
      for (int i = 0; i < REQUESTS; i++) {
        requests.onNext(
            StateRequest.newBuilder().setId("r" + i).setInstructionId("bundle").build());
      }
      assertEquals(REQUESTS, answers.all.get(60, TimeUnit.SECONDS));
    } finally {
      channel.shutdownNow();
      server.shutdownNow();
      tasks.shutdownNow();
    }
  }

  private static final class Answers implements StreamObserver<StateResponse> {

    private final Set<String> ids = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Integer> all = new CompletableFuture<>();

    @Override
    public void onNext(StateResponse answer) {
      ids.add(answer.getId());
      if (ids.size() == REQUESTS) {
        all.complete(REQUESTS);
      }
    }

    @Override
    public void onError(Throwable failure) {
      all.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {}
  }
}
