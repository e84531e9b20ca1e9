package dev.beamflink.model.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.model.graph.CoderId;
import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.parse.GraphParser;
import dev.beamflink.model.text.PipelineText;
import java.util.Optional;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.util.construction.CoderTranslation;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoderDeterminismTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes",
        "java.VarInt",
        "kv<varint, string_utf8>",
        "nullable<java.VarInt>",
        "double",
        "iterable<bytes>",
        "pickled_python"
      })
  void nothingSpeaksAgainstTheseKeys(String coder) {
    assertEquals(Optional.empty(), whyNot(coder));
  }

  @ParameterizedTest
  @ValueSource(strings = {"java.Serializable", "kv<bytes, nullable<java.Serializable>>"})
  void javaCoderIsAsked(String coder) {
    assertTrue(whyNot(coder).orElseThrow().contains("Java Serialization may be non-deterministic"));
  }

  @Test
  void stateBackedIterableIsRefused() {
    assertTrue(whyNot("kv<state_backed_iterable<bytes>, bytes>").isPresent());
  }

  /** Another process, which had the class, wrote the pipeline and has checked it. */
  @Test
  void javaCoderOfAnUnknownClassIsAccepted() {
    RunnerApi.Pipeline.Builder pipeline = pipeline("java.VarInt").toBuilder();
    RunnerApi.Coder.Builder coder = RunnerApi.Coder.newBuilder();
    coder
        .getSpecBuilder()
        .setUrn(CoderTranslation.JAVA_SERIALIZED_CODER_URN)
        .setPayload(ByteString.copyFromUtf8("not a class here"));
    pipeline.getComponentsBuilder().putCoders("java.VarInt", coder.build());
    assertEquals(
        Optional.empty(),
        new CoderDeterminism(GraphParser.parse(pipeline.build()))
            .whyNot(new CoderId("java.VarInt")));
  }

  private static Optional<String> whyNot(String coder) {
    PipelineGraph graph = GraphParser.parse(pipeline(coder));
    return new CoderDeterminism(graph).whyNot(new CoderId(coder));
  }

  private static RunnerApi.Pipeline pipeline(String coder) {
    return PipelineText.parse("Read R -> a: " + coder);
  }
}
