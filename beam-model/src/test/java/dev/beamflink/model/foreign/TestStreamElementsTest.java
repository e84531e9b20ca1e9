package dev.beamflink.model.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.beamflink.model.payload.TestStream;
import dev.beamflink.model.payload.Transcode;
import dev.beamflink.model.text.PipelineText;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.model.pipeline.v1.RunnerApi.TestStreamPayload;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

class TestStreamElementsTest {

  private static final String GO = "beam:version:sdk_base:go:apache/beam_go_sdk:2.73.0";

  @Test
  void elementsGetTheirLengthAndAnSdkDecodesThem() throws Exception {
    RunnerApi.Pipeline prepared =
        prepared(stream("TestStream T <- env python -> t: string_utf8 unbounded", "string_utf8"));
    PTransform stream = transform(prepared, "T");
    assertEquals(List.of("T/Decode"), List.copyOf(stream.getOutputsMap().values()));
    assertEquals(
        "beam:coder:length_prefix:v1 of string_utf8", coderOf(prepared, "T/Decode"), "its output");
    assertEquals(List.of("\3abc"), elements(stream));
    assertEquals(coderIdOf(prepared, "T/Decode"), payload(stream).getCoderId());
    PTransform decode = transform(prepared, "T/Decode");
    assertEquals(Transcode.URN, decode.getSpec().getUrn());
    assertEquals("python", decode.getEnvironmentId());
    assertEquals(Map.of("in", "T/Decode"), decode.getInputsMap());
    assertEquals(Map.of("out", "t"), decode.getOutputsMap());
    assertEquals("string_utf8", coderIdOf(prepared, "t"), "what others read");
  }

  /** An SDK may declare another coder for the PCollection than it has written the elements with. */
  @Test
  void elementsAreReadAsTheyWereWritten() throws Exception {
    RunnerApi.Pipeline prepared =
        prepared(stream("TestStream T <- env python -> t: string_utf8 unbounded", "bytes"));
    assertEquals("beam:coder:length_prefix:v1 of bytes", coderOf(prepared, "T/Decode"));
  }

  @Test
  void elementsThatHaveTheirLengthStay() throws Exception {
    RunnerApi.Pipeline prefixed =
        stream(
            "TestStream T <- env python -> t: length_prefix<bytes> unbounded",
            "length_prefix<bytes>");
    assertEquals(prefixed, prepared(prefixed));
  }

  /** Go's payload names the first coder of the pipeline, here that of bytes. */
  @Test
  void coderOfGoIsThatOfThePcollection() throws Exception {
    RunnerApi.Pipeline.Builder pipeline =
        stream("TestStream T <- env python -> t: kv<bytes, string_utf8> unbounded", "bytes")
            .toBuilder();
    pipeline
        .getComponentsBuilder()
        .putEnvironments("python", RunnerApi.Environment.newBuilder().addCapabilities(GO).build());
    RunnerApi.Pipeline prepared = prepared(pipeline.build());
    assertEquals(
        "beam:coder:length_prefix:v1 of kv<bytes, string_utf8>", coderOf(prepared, "T/Decode"));
  }

  @Test
  void eachOfSeveralOutputsIsDecoded() throws Exception {
    RunnerApi.Pipeline prepared =
        prepared(
            stream(
                "TestStream T <- env python -> a: string_utf8 unbounded -> b: string_utf8"
                    + " unbounded",
                "string_utf8"));
    assertEquals(
        List.of("T/Decode out0", "T/Decode out1"),
        transform(prepared, "T").getOutputsMap().values().stream().sorted().toList());
    assertEquals(Map.of("out", "b"), transform(prepared, "T/Decode out1").getOutputsMap());
  }

  /** The runner has their coder, whatever it is. */
  @Test
  void elementsOfCodeInThisProcessStay() {
    RunnerApi.Pipeline pipeline =
        stream("TestStream T <- env java -> t: string_utf8 unbounded", "string_utf8");
    assertEquals(pipeline, ForeignPipelines.prepared(pipeline, Set.of("java")));
  }

  /** What is wrong with it is told when it is parsed, with all else that is wrong. */
  @Test
  void brokenPayloadStaysToBeRefused() {
    RunnerApi.Pipeline.Builder pipeline =
        PipelineText.parse("TestStream T <- env python -> t: bytes unbounded").toBuilder();
    PTransform.Builder stream = pipeline.getComponents().getTransformsOrThrow("T").toBuilder();
    stream.getSpecBuilder().setPayload(ByteString.copyFromUtf8("\177"));
    pipeline.getComponentsBuilder().putTransforms("T", stream.build());
    RunnerApi.Pipeline prepared = prepared(pipeline.build());
    assertFalse(prepared.getComponents().containsTransforms("T/Decode"));
  }

  private static RunnerApi.Pipeline prepared(RunnerApi.Pipeline pipeline) {
    return ForeignPipelines.prepared(pipeline, Set.of());
  }

  /** A pipeline of one TestStream with the element "abc". */
  private static RunnerApi.Pipeline stream(String text, String payloadCoder) {
    RunnerApi.Pipeline.Builder pipeline = PipelineText.parse(text).toBuilder();
    TestStreamPayload.Builder payload = TestStreamPayload.newBuilder().setCoderId(payloadCoder);
    payload
        .addEventsBuilder()
        .getElementEventBuilder()
        .addElementsBuilder()
        .setEncodedElement(ByteString.copyFromUtf8("abc"));
    PTransform.Builder stream = pipeline.getComponents().getTransformsOrThrow("T").toBuilder();
    assertEquals(TestStream.URN, stream.getSpec().getUrn());
    stream.getSpecBuilder().setPayload(payload.build().toByteString());
    pipeline.getComponentsBuilder().putTransforms("T", stream.build());
    return pipeline.build();
  }

  private static PTransform transform(RunnerApi.Pipeline pipeline, String id) {
    return pipeline.getComponents().getTransformsOrThrow(id);
  }

  private static TestStreamPayload payload(PTransform stream) throws Exception {
    return TestStreamPayload.parseFrom(stream.getSpec().getPayload());
  }

  private static List<String> elements(PTransform stream) throws Exception {
    return payload(stream).getEventsList().stream()
        .flatMap(event -> event.getElementEvent().getElementsList().stream())
        .map(element -> element.getEncodedElement().toStringUtf8())
        .toList();
  }

  private static String coderIdOf(RunnerApi.Pipeline pipeline, String collection) {
    return pipeline.getComponents().getPcollectionsOrThrow(collection).getCoderId();
  }

  private static String coderOf(RunnerApi.Pipeline pipeline, String collection) {
    RunnerApi.Coder coder =
        pipeline.getComponents().getCodersOrThrow(coderIdOf(pipeline, collection));
    return coder.getSpec().getUrn() + " of " + String.join(", ", coder.getComponentCoderIdsList());
  }
}
