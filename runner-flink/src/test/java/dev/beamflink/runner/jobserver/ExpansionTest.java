package dev.beamflink.runner.jobserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.apache.beam.model.expansion.v1.ExpansionApi.ExpansionRequest;
import org.apache.beam.model.expansion.v1.ExpansionApi.ExpansionResponse;
import org.apache.beam.model.expansion.v1.ExpansionServiceGrpc;
import org.apache.beam.model.pipeline.v1.ExternalTransforms.ExternalConfigurationPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.apache.beam.model.pipeline.v1.RunnerApi.FunctionSpec;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.SchemaTranslation;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ManagedChannel;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ManagedChannelBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transforms of Java for pipelines of other SDKs. */
class ExpansionTest {

  private static final Schema START = Schema.builder().addInt64Field("start").build();

  @TempDir private Path artifacts;
  private TestJobClient client;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws Exception {
    client = new TestJobClient(artifacts);
    channel =
        ManagedChannelBuilder.forTarget(client.expansionEndpoint())
            .usePlaintext()
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    client.close();
  }

  @Test
  void registeredTransformIsExpanded() throws Exception {
    ExpansionResponse response = expand("beam:external:java:generate_sequence:v1", payload());
    assertEquals("", response.getError());
    assertEquals("testNumbers", response.getTransform().getUniqueName());
    assertTrue(response.getTransform().getSubtransformsCount() > 0);
  }

  /** No harness and no container is needed for it. */
  @Test
  void itRunsInTheTaskManager() throws Exception {
    ExpansionResponse response = expand("beam:external:java:generate_sequence:v1", payload());
    assertEquals(
        "EMBEDDED",
        response.getComponents().getEnvironmentsMap().values().stream()
            .map(Environment::getUrn)
            .distinct()
            .findAny()
            .orElse(""));
  }

  @Test
  void unknownTransformIsNamed() throws Exception {
    ExpansionResponse response = expand("acme:transform:teleport:v1", ByteString.EMPTY);
    assertTrue(response.getError().contains("acme:transform:teleport:v1"), response::getError);
  }

  private ExpansionResponse expand(String urn, ByteString payload) {
    return ExpansionServiceGrpc.newBlockingStub(channel)
        .expand(
            ExpansionRequest.newBuilder()
                .setNamespace("test")
                .setTransform(
                    PTransform.newBuilder()
                        .setUniqueName("Numbers")
                        .setSpec(FunctionSpec.newBuilder().setUrn(urn).setPayload(payload)))
                .build());
  }

  private static ByteString payload() throws Exception {
    Row row = Row.withSchema(START).addValue(0L).build();
    return ExternalConfigurationPayload.newBuilder()
        .setSchema(SchemaTranslation.schemaToProto(START, true))
        .setPayload(ByteString.copyFrom(CoderUtils.encodeToByteArray(RowCoder.of(START), row)))
        .build()
        .toByteString();
  }
}
