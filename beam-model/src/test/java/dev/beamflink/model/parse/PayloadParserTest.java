package dev.beamflink.model.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.beamflink.model.payload.AssignWindows;
import dev.beamflink.model.payload.CombinePart;
import dev.beamflink.model.payload.CombinePerKey;
import dev.beamflink.model.payload.Flatten;
import dev.beamflink.model.payload.GroupByKey;
import dev.beamflink.model.payload.Impulse;
import dev.beamflink.model.payload.ParDo;
import dev.beamflink.model.payload.Read;
import dev.beamflink.model.payload.Redistribute;
import dev.beamflink.model.payload.Reshuffle;
import dev.beamflink.model.payload.SdfPairWithRestriction;
import dev.beamflink.model.payload.SdfProcess;
import dev.beamflink.model.payload.SdfSplitAndSize;
import dev.beamflink.model.payload.SdfTruncate;
import dev.beamflink.model.payload.TestStream;
import dev.beamflink.model.payload.Transcode;
import dev.beamflink.model.payload.TransformPayload;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.beam.model.pipeline.v1.RunnerApi.CombinePayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.FunctionSpec;
import org.apache.beam.model.pipeline.v1.RunnerApi.IsBounded;
import org.apache.beam.model.pipeline.v1.RunnerApi.ParDoPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.ReadPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.RedistributePayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.TestStreamPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.WindowIntoPayload;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.MessageLite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PayloadParserTest {

  static Stream<Arguments> payloads() {
    ParDoPayload parDo = ParDoPayload.newBuilder().setRequiresStableInput(true).build();
    CombinePayload combine = CombinePayload.newBuilder().setAccumulatorCoderId("c").build();
    TestStreamPayload testStream = TestStreamPayload.newBuilder().setCoderId("c").build();
    WindowIntoPayload windows =
        WindowIntoPayload.newBuilder().setWindowFn(FunctionSpec.newBuilder().setUrn("w")).build();
    RedistributePayload duplicates =
        RedistributePayload.newBuilder().setAllowDuplicates(true).build();
    return Stream.of(
        Arguments.of(spec(Impulse.URN), new Impulse()),
        Arguments.of(spec(Flatten.URN), new Flatten()),
        Arguments.of(spec(GroupByKey.URN), new GroupByKey()),
        Arguments.of(spec(Reshuffle.URN), new Reshuffle()),
        Arguments.of(spec(Redistribute.BY_KEY_URN), new Redistribute(true, false)),
        Arguments.of(spec(Redistribute.ARBITRARILY_URN, duplicates), new Redistribute(false, true)),
        Arguments.of(spec(Read.URN, read("bounded")), new Read(read("bounded"), true)),
        Arguments.of(spec(Read.URN, read("unbounded")), new Read(read("unbounded"), false)),
        Arguments.of(spec(TestStream.URN, testStream), new TestStream(testStream)),
        Arguments.of(spec(AssignWindows.URN, windows), new AssignWindows(windows)),
        Arguments.of(spec(CombinePerKey.URN, combine), new CombinePerKey(combine)),
        Arguments.of(
            spec(PTransformTranslation.COMBINE_PER_KEY_PRECOMBINE_TRANSFORM_URN, combine),
            new CombinePart(combine)),
        Arguments.of(spec(Transcode.URN), new Transcode()),
        Arguments.of(spec(ParDo.URN, parDo), new ParDo(parDo)),
        Arguments.of(spec(SdfPairWithRestriction.URN, parDo), new SdfPairWithRestriction(parDo)),
        Arguments.of(spec(SdfSplitAndSize.URN, parDo), new SdfSplitAndSize(parDo)),
        Arguments.of(spec(SdfTruncate.URN, parDo), new SdfTruncate(parDo)),
        Arguments.of(spec(SdfProcess.URN, parDo), new SdfProcess(parDo)));
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void knownUrnGivesItsRecord(FunctionSpec spec, TransformPayload expected) throws Exception {
    assertEquals(Optional.of(expected), PayloadParser.parse(spec));
  }

  @Test
  void unknownUrnGivesNothing() throws Exception {
    assertEquals(Optional.empty(), PayloadParser.parse(spec("acme:transform:map:v1")));
  }

  @Test
  void readOfAnotherSdkGivesNothing() throws Exception {
    ReadPayload.Builder payload = ReadPayload.newBuilder();
    payload.getSourceBuilder().setUrn("beam:source:pickled_python:v1");
    assertEquals(Optional.empty(), PayloadParser.parse(spec(Read.URN, payload.build())));
  }

  @Test
  void damagedPayloadIsAnError() {
    FunctionSpec damaged =
        FunctionSpec.newBuilder()
            .setUrn(ParDo.URN)
            .setPayload(ByteString.copyFrom(new byte[] {1, 2, 3}))
            .build();
    assertThrows(InvalidProtocolBufferException.class, () -> PayloadParser.parse(damaged));
  }

  private static ReadPayload read(String boundedness) {
    ReadPayload.Builder payload = ReadPayload.newBuilder();
    payload.getSourceBuilder().setUrn("beam:java:%ssource:v1".formatted(boundedness));
    return payload
        .setIsBounded(
            boundedness.equals("bounded") ? IsBounded.Enum.BOUNDED : IsBounded.Enum.UNBOUNDED)
        .build();
  }

  private static FunctionSpec spec(String urn) {
    return FunctionSpec.newBuilder().setUrn(urn).build();
  }

  private static FunctionSpec spec(String urn, MessageLite payload) {
    return FunctionSpec.newBuilder().setUrn(urn).setPayload(payload.toByteString()).build();
  }
}
