package dev.beamflink.translation.runtime.harness.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.beamflink.translation.testkit.Ignoring;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.Elements;
import org.apache.beam.model.fnexecution.v1.BeamFnDataGrpc;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.fn.data.BeamFnDataInboundObserver;
import org.apache.beam.sdk.fn.data.DataEndpoint;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ManagedChannel;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Server;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.inprocess.InProcessChannelBuilder;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.inprocess.InProcessServerBuilder;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Client and server run in the test's thread; who processes outputs does so when it is told to. */
@Timeout(60)
class DataConnectionTest {

  private final DataConnection connection = new DataConnection(PipelineOptionsFactory.create());
  private final Deque<Runnable> consumer = new ArrayDeque<>();
  private final List<String> outputs = new ArrayList<>();
  private Server server;
  private ManagedChannel channel;
  private StreamObserver<Elements> harness;

  @BeforeEach
  void connect() throws IOException {
    server =
        InProcessServerBuilder.forName("data")
            .directExecutor()
            .addService(connection)
            .build()
            .start();
    channel = InProcessChannelBuilder.forName("data").directExecutor().build();
    harness = BeamFnDataGrpc.newStub(channel).data(new Ignoring<>());
    connection.serve(consumer::add);
  }

  @AfterEach
  void disconnect() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  @Test
  void outputsArePassedOnWhileTheirBundleRuns() {
    BeamFnDataInboundObserver unused = register("1");
    harness.onNext(data("1", "a"));
    process();
    assertEquals(List.of("a"), outputs);
  }

  @Test
  void messagesWaitInTheHarnessUntilThoseAheadAreDone() {
    BeamFnDataInboundObserver unused = register("1");
    for (int i = 0; i < 10; i++) {
      harness.onNext(data("1", "a" + i));
    }
    assertEquals(2, consumer.size());
    consumer.remove().run();
    assertEquals(2, consumer.size());
    process();
    assertEquals(10, outputs.size());
  }

  @Test
  void outputsAheadOfTheirReceiverAreKept() {
    harness.onNext(data("1", "a"));
    assertEquals(0, consumer.size());
    BeamFnDataInboundObserver unused = register("1");
    process();
    assertEquals(List.of("a"), outputs);
  }

  @Test
  void bundleEndsWhenAllHasBeenProcessed() throws Exception {
    BeamFnDataInboundObserver receiver = register("1");
    harness.onNext(data("1", "a"));
    connection.takeEmbedded("1", data("1", "b").toBuilder().addData(end("1")).build());
    process();
    receiver.awaitCompletion(); // and not longer
    assertEquals(List.of("a", "b"), outputs);
  }

  @Test
  void oneMessageMayHaveSeveralBundles() {
    BeamFnDataInboundObserver unused = register("1");
    unused = register("2");
    harness.onNext(data("1", "a").toBuilder().addAllData(data("2", "b").getDataList()).build());
    process();
    assertEquals(List.of("a", "b"), outputs);
  }

  @Test
  void bundleWhoseOutputsCannotBeReadEnds() {
    BeamFnDataInboundObserver receiver = register("1");
    harness.onNext(
        Elements.newBuilder()
            .addData(
                Elements.Data.newBuilder()
                    .setInstructionId("1")
                    .setTransformId("out")
                    .setData(ByteString.copyFromUtf8("x")))
            .build());
    assertThrows(IllegalStateException.class, this::process);
    assertThrows(Exception.class, receiver::awaitCompletion);
  }

  private void process() {
    assertFalse(consumer.isEmpty());
    while (!consumer.isEmpty()) {
      consumer.remove().run();
    }
  }

  private BeamFnDataInboundObserver register(String bundle) {
    BeamFnDataInboundObserver receiver =
        BeamFnDataInboundObserver.forConsumers(
            List.of(DataEndpoint.create("out", StringUtf8Coder.of(), outputs::add)), List.of());
    connection.registerReceiver(bundle, receiver);
    return receiver;
  }

  private static Elements data(String bundle, String element) {
    ByteString.Output encoded = ByteString.newOutput();
    try {
      StringUtf8Coder.of().encode(element, encoded);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Elements.newBuilder()
        .addData(
            Elements.Data.newBuilder()
                .setInstructionId(bundle)
                .setTransformId("out")
                .setData(encoded.toByteString()))
        .build();
  }

  private static Elements.Data end(String bundle) {
    return Elements.Data.newBuilder()
        .setInstructionId(bundle)
        .setTransformId("out")
        .setIsLast(true)
        .build();
  }
}
