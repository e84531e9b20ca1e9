package dev.beamflink.model.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.model.payload.CombinePerKey;
import dev.beamflink.model.payload.GroupByKey;
import dev.beamflink.model.payload.Impulse;
import dev.beamflink.model.payload.ParDo;
import dev.beamflink.model.payload.Read;
import dev.beamflink.model.payload.Reshuffle;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.model.pipeline.v1.RunnerApi.ReadPayload;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeafTransformsTest {
  private static final Map<String, String> A = Map.of("in", "a");
  private static final Map<String, String> B = Map.of("out", "b");
  private static final Map<String, String> NONE = Map.of();

  private final RunnerApi.Pipeline.Builder pipeline = RunnerApi.Pipeline.newBuilder();

  @Test
  void compositesAreTakenApartInOrder() {
    root("outer", "", NONE, B, "second", "inner");
    add("second", Impulse.URN, NONE, A);
    add("inner", "", A, B, "third", "first");
    add("third", GroupByKey.URN, A, B);
    add("first", ParDo.URN, A, B);
    assertLeaves("second", "third", "first");
  }

  @ParameterizedTest
  @ValueSource(strings = {Reshuffle.URN, CombinePerKey.URN, GroupByKey.URN})
  void knownCompositesAreLeaves(String urn) {
    root("composite", urn, A, B, "part");
    add("part", ParDo.URN, A, B);
    assertLeaves("composite");
  }

  @Test
  void combineWithSideInputIsTakenApart() {
    root("combine", CombinePerKey.URN, Map.of("in", "a", "side", "s"), B, "part");
    add("part", ParDo.URN, Map.of("in", "a", "side", "s"), B);
    assertLeaves("part");
  }

  @Test
  void readOfAnotherSdkIsTakenApart() {
    root("read", Read.URN, NONE, B, "part");
    add("part", Impulse.URN, NONE, B);
    assertLeaves("part");
  }

  @Test
  void readOfTheJavaSdkIsALeaf() {
    ReadPayload.Builder payload = ReadPayload.newBuilder();
    payload.getSourceBuilder().setUrn("beam:java:unboundedsource:v1");
    root("read", Read.URN, NONE, B, "part");
    add("part", Impulse.URN, NONE, B);
    pipeline
        .getComponentsBuilder()
        .putTransforms("read", withPayload(transform("read"), payload.build().toByteString()));
    assertLeaves("read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "acme:transform:identity:v1"})
  void transformThatReturnsItsInputVanishes(String urn) {
    root("identity", urn, A, A);
    assertLeaves();
  }

  @Test
  void unnamedTransformThatReturnsNothingVanishes() {
    root("done", "", A, NONE);
    assertLeaves();
  }

  @Test
  void unknownTransformThatReturnsNothingMayBeASink() {
    root("sink", "acme:transform:sink:v1", A, NONE);
    assertLeaves("sink");
  }

  @Test
  void unknownTransformWithoutPartsIsALeaf() {
    root("map", "acme:transform:map:v1", A, B);
    assertLeaves("map");
  }

  private void root(
      String id,
      String urn,
      Map<String, String> inputs,
      Map<String, String> outputs,
      String... parts) {
    pipeline.addRootTransformIds(id);
    add(id, urn, inputs, outputs, parts);
  }

  private void add(
      String id,
      String urn,
      Map<String, String> inputs,
      Map<String, String> outputs,
      String... parts) {
    PTransform.Builder transform =
        PTransform.newBuilder()
            .setUniqueName(id)
            .putAllInputs(inputs)
            .putAllOutputs(outputs)
            .addAllSubtransforms(List.of(parts));
    transform.getSpecBuilder().setUrn(urn);
    pipeline.getComponentsBuilder().putTransforms(id, transform.build());
  }

  private PTransform transform(String id) {
    return pipeline.getComponents().getTransformsOrThrow(id);
  }

  private static PTransform withPayload(PTransform transform, ByteString payload) {
    PTransform.Builder builder = transform.toBuilder();
    builder.getSpecBuilder().setPayload(payload);
    return builder.build();
  }

  private void assertLeaves(String... ids) {
    Collection<String> leaves = LeafTransforms.of(pipeline.build()).keySet();
    assertEquals(List.of(ids), List.copyOf(leaves));
  }
}
