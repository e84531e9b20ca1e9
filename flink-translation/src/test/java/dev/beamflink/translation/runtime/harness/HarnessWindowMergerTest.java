package dev.beamflink.translation.runtime.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.harness.environment.HarnessJob;
import dev.beamflink.translation.runtime.harness.environment.HarnessPool;
import dev.beamflink.translation.runtime.harness.environment.HarnessSettings;
import dev.beamflink.translation.runtime.window.WindowMerger;
import dev.beamflink.translation.runtime.window.WindowMerger.Merge;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.apache.beam.model.fnexecution.v1.ProvisionApi.ProvisionInfo;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.Components;
import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.apache.beam.model.pipeline.v1.RunnerApi.ExternalPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.StandardEnvironments;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.util.construction.BeamUrns;
import org.apache.beam.sdk.util.construction.ModelCoders;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Server;
import org.joda.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HarnessWindowMergerTest {

  private static final BoundedWindow ONE = window(1, 5);
  private static final BoundedWindow OTHER = window(3, 7);
  private static final BoundedWindow BOTH = window(1, 7);

  private final BoundServers servers =
      new BoundServers(InetAddress.getLoopbackAddress(), "localhost");
  private final HarnessPool harnesses =
      new HarnessPool(
          servers,
          new HarnessJob(ProvisionInfo.getDefaultInstance(), getClass().getClassLoader()),
          new HarnessSettings(Duration.ofMinutes(1), 1));
  private final AnsweringHarness harness = new AnsweringHarness(MergeTransform.WRITE);
  private Server server;
  private WindowMerger merger;
  private MergeTransform transform;

  @BeforeEach
  void start() throws Exception {
    server = servers.start(List.of(harness), 0);
    ExternalPayload.Builder payload = ExternalPayload.newBuilder();
    payload.getEndpointBuilder().setUrl(servers.url(server));
    Environment environment =
        Environment.newBuilder()
            .setUrn(BeamUrns.getUrn(StandardEnvironments.Environments.EXTERNAL))
            .setPayload(payload.build().toByteString())
            .build();
    RunnerApi.WindowingStrategy.Builder windowing =
        RunnerApi.WindowingStrategy.newBuilder()
            .setWindowCoderId("interval")
            .setEnvironmentId("sdk");
    windowing.getWindowFnBuilder().setUrn("acme:windows:v1");
    RunnerApi.Coder.Builder coder = RunnerApi.Coder.newBuilder();
    coder.getSpecBuilder().setUrn(ModelCoders.INTERVAL_WINDOW_CODER_URN);
    transform =
        new MergeTransform(
            windowing.build(),
            Components.newBuilder()
                .putCoders("interval", coder.build())
                .putEnvironments("sdk", environment)
                .build());
    merger =
        new HarnessWindowMerger(
            transform, "Sessions/Group", harnesses.lease(environment, "slot", "windows"));
  }

  @AfterEach
  void stop() throws Exception {
    merger.close();
    harnesses.close();
    harness.close();
    server.shutdownNow();
  }

  @Test
  void windowsAreMergedAsTheSdkSays() throws Exception {
    harness.answer = encode(transform.answerCoder(), merged());
    assertEquals(List.of(new Merge(List.of(ONE, OTHER), BOTH)), merger.merge(List.of(ONE, OTHER)));
  }

  @Test
  void answerThatCannotBeReadIsTheReason() throws Exception {
    harness.answer = encode(StringUtf8Coder.of(), "no windows");
    HarnessFailedException failure =
        assertThrows(HarnessFailedException.class, () -> merger.merge(List.of(ONE, OTHER)));
    String message = String.valueOf(failure.getMessage());
    assertTrue(
        message.contains("'Sessions/Group'") && message.contains("'acme:windows:v1'"), message);
    assertTrue(message.contains("EOF"), message);
  }

  private static WindowedValue<
          KV<
              byte[],
              KV<Iterable<BoundedWindow>, Iterable<KV<BoundedWindow, Iterable<BoundedWindow>>>>>>
      merged() {
    return WindowedValues.valueInGlobalWindow(
        KV.of(new byte[0], KV.of(List.of(), List.of(KV.of(BOTH, List.of(ONE, OTHER))))));
  }

  private static <T> ByteString encode(Coder<T> coder, T value) throws Exception {
    ByteString.Output out = ByteString.newOutput();
    coder.encode(value, out);
    return out.toByteString();
  }

  private static BoundedWindow window(long start, long end) {
    return new IntervalWindow(Instant.ofEpochMilli(start), Instant.ofEpochMilli(end));
  }
}
