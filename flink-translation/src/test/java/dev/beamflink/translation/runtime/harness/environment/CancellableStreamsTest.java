package dev.beamflink.translation.runtime.harness.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.translation.testkit.Ignoring;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.Elements;
import org.apache.beam.model.fnexecution.v1.BeamFnDataGrpc;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ManagedChannel;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Server;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.inprocess.InProcessChannelBuilder;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.inprocess.InProcessServerBuilder;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.ClientCallStreamObserver;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.ClientResponseObserver;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CancellableStreamsTest {

  /** More than is sent without a look whether the client is ready. */
  private static final int MESSAGES = 1_000;

  @Test
  @Timeout(60)
  void whoSendsDoesNotWaitForAClientThatIsGone() throws Exception {
    Endpoint endpoint = new Endpoint();
    Server server =
        InProcessServerBuilder.forName("cancellable").addService(endpoint).build().start();
    ManagedChannel channel = InProcessChannelBuilder.forName("cancellable").build();
    try {
      DeafClient client = new DeafClient();
      BeamFnDataGrpc.newStub(channel).data(client);
      StreamObserver<Elements> toClient = endpoint.connected.get();
      CountDownLatch sending = new CountDownLatch(1);
      CompletableFuture<Integer> sent = new CompletableFuture<>();
      Thread sender =
          new Thread(
              () -> {
                for (int i = 0; i < MESSAGES; i++) {
                  sending.countDown();
                  toClient.onNext(Elements.getDefaultInstance());
                }
                sent.complete(MESSAGES);
              });
      sender.start();
      sending.await();
      client.hangUp();
      assertEquals(MESSAGES, sent.get(30, TimeUnit.SECONDS));
    } finally {
      channel.shutdownNow();
      server.shutdownNow();
    }
  }

  /** The server's end of one data connection. */
  private static final class Endpoint extends BeamFnDataGrpc.BeamFnDataImplBase {

    private final CompletableFuture<StreamObserver<Elements>> connected = new CompletableFuture<>();

    @Override
    public StreamObserver<Elements> data(StreamObserver<Elements> toClient) {
      Ignoring<Elements> fromClient = new Ignoring<>();
      connected.complete(
          new CancellableStreams()
              .<Elements, Elements>outboundObserverFor(inbound -> toClient, fromClient));
      return fromClient;
    }
  }

  /** Takes nothing. */
  private static final class DeafClient implements ClientResponseObserver<Elements, Elements> {

    private final CompletableFuture<ClientCallStreamObserver<Elements>> call =
        new CompletableFuture<>();

    @Override
    public void beforeStart(ClientCallStreamObserver<Elements> requests) {
      requests.disableAutoRequestWithInitial(0);
      call.complete(requests);
    }

    void hangUp() throws Exception {
      call.get().cancel("gone", null);
    }

    @Override
    public void onNext(Elements elements) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
  }
}
