package dev.beamflink.translation.runtime.harness;

import dev.beamflink.translation.runtime.harness.environment.HarnessJob;
import dev.beamflink.translation.runtime.harness.environment.HarnessLease;
import dev.beamflink.translation.runtime.harness.environment.HarnessPool;
import dev.beamflink.translation.runtime.harness.environment.HarnessSettings;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.apache.beam.model.fnexecution.v1.ProvisionApi.ProvisionInfo;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.Components;
import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.apache.beam.model.pipeline.v1.RunnerApi.ExternalPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.StandardEnvironments;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.util.construction.BeamUrns;
import org.apache.beam.sdk.util.construction.ModelCoders;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.beam.sdk.values.WindowedValues.FullWindowedValueCoder;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Server;

/** A pool with one harness that gives the same answer to every question. */
final class AskedHarness implements AutoCloseable {

  private static final String ENVIRONMENT = "sdk";

  private final AnsweringHarness harness = new AnsweringHarness(AskedDescriptor.WRITE);
  private final HarnessPool pool;
  private final Server server;
  private final Environment environment;

  AskedHarness() throws Exception {
    BoundServers servers = new BoundServers(InetAddress.getLoopbackAddress(), "localhost");
    pool =
        new HarnessPool(
            servers,
            new HarnessJob(ProvisionInfo.getDefaultInstance(), getClass().getClassLoader()),
            new HarnessSettings(Duration.ofMinutes(1), 1));
    server = servers.start(List.of(harness), 0);
    ExternalPayload.Builder payload = ExternalPayload.newBuilder();
    payload.getEndpointBuilder().setUrl(servers.url(server));
    environment =
        Environment.newBuilder()
            .setUrn(BeamUrns.getUrn(StandardEnvironments.Environments.EXTERNAL))
            .setPayload(payload.build().toByteString())
            .build();
  }

  HarnessLease lease() throws Exception {
    return pool.lease(environment, "slot", "windows");
  }

  /** Its environment, and a coder of windows that are intervals. */
  Components components() {
    RunnerApi.Coder.Builder coder = RunnerApi.Coder.newBuilder();
    coder.getSpecBuilder().setUrn(ModelCoders.INTERVAL_WINDOW_CODER_URN);
    return Components.newBuilder()
        .putCoders("interval", coder.build())
        .putEnvironments(ENVIRONMENT, environment)
        .build();
  }

  /** The id of its environment. */
  String environmentId() {
    return ENVIRONMENT;
  }

  /** Sets the answer. */
  <T> void answer(Coder<T> coder, T answer) throws Exception {
    harness.answer =
        encoded(
            FullWindowedValueCoder.of(
                KvCoder.of(ByteArrayCoder.of(), coder), GlobalWindow.Coder.INSTANCE),
            WindowedValues.valueInGlobalWindow(KV.of(new byte[0], answer)));
  }

  /** Sets something in place of an answer. */
  <T> void answerWith(Coder<T> coder, T other) throws Exception {
    harness.answer = encoded(coder, other);
  }

  private static <T> ByteString encoded(Coder<T> coder, T value) throws Exception {
    ByteString.Output out = ByteString.newOutput();
    coder.encode(value, out);
    return out.toByteString();
  }

  @Override
  public void close() {
    pool.close();
    harness.close();
    server.shutdownNow();
  }
}
