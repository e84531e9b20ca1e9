package dev.beamflink.model.text;

import dev.beamflink.model.payload.AssignWindows;
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
import dev.beamflink.model.payload.TestStream;
import java.util.Map;
import org.apache.beam.model.pipeline.v1.RunnerApi.CombinePayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.IsBounded;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.model.pipeline.v1.RunnerApi.ParDoPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.ReadPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.SideInput;
import org.apache.beam.model.pipeline.v1.RunnerApi.StateSpec;
import org.apache.beam.model.pipeline.v1.RunnerApi.TimerFamilySpec;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;

/** One transform of a {@link PipelineText}, built from its facts. */
final class TransformText {
  private static final Map<String, String> URNS =
      Map.ofEntries(
          Map.entry("AssignWindows", AssignWindows.URN),
          Map.entry("CombinePerKey", CombinePerKey.URN),
          Map.entry("Flatten", Flatten.URN),
          Map.entry("GroupByKey", GroupByKey.URN),
          Map.entry("Impulse", Impulse.URN),
          Map.entry("ParDo", ParDo.URN),
          Map.entry("Read", Read.URN),
          Map.entry("Redistribute", Redistribute.ARBITRARILY_URN),
          Map.entry("RedistributeByKey", Redistribute.BY_KEY_URN),
          Map.entry("Reshuffle", Reshuffle.URN),
          Map.entry("SdfPairWithRestriction", SdfPairWithRestriction.URN),
          Map.entry("SdfProcess", SdfProcess.URN),
          Map.entry("SdfSplitAndSize", SdfSplitAndSize.URN),
          Map.entry("TestStream", TestStream.URN));

  private final String name;
  private final PTransform.Builder transform = PTransform.newBuilder();
  private final ParDoPayload.Builder parDo = ParDoPayload.newBuilder();

  TransformText(String kind, String name) {
    this.name = name;
    transform.setUniqueName(name).getSpecBuilder().setUrn(URNS.getOrDefault(kind, kind));
    if (kind.equals("ParDo") || kind.startsWith("Sdf")) {
      transform.setEnvironmentId("java");
    }
  }

  String id() {
    return name;
  }

  void addFact(String fact) {
    String[] words = fact.split(" ", 2);
    switch (words[0]) {
      case "side" -> {
        parDo.putSideInputs("side " + words[1], SideInput.getDefaultInstance());
        transform.putInputs("side " + words[1], words[1]);
      }
      case "undeclaredSide" -> parDo.putSideInputs(words[1], SideInput.getDefaultInstance());
      case "state" -> parDo.putStateSpecs(words[1], StateSpec.getDefaultInstance());
      case "timer" -> parDo.putTimerFamilySpecs(words[1], TimerFamilySpec.getDefaultInstance());
      case "splittable" -> parDo.setRestrictionCoderId(PipelineText.PAIRS_OF_BYTES);
      case "stable" -> parDo.setRequiresStableInput(true);
      case "sorted" -> parDo.setRequiresTimeSortedInput(true);
      case "env" -> transform.setEnvironmentId(words[1]);
      default -> transform.putInputs("in" + transform.getInputsCount(), fact);
    }
  }

  void addOutput(String collection) {
    transform.putOutputs("out" + transform.getOutputsCount(), collection);
  }

  PTransform build() {
    transform.getSpecBuilder().setPayload(payload());
    return transform.build();
  }

  private ByteString payload() {
    return switch (transform.getSpec().getUrn()) {
      case ParDo.URN, SdfPairWithRestriction.URN, SdfSplitAndSize.URN, SdfProcess.URN ->
          parDo.build().toByteString();
      case CombinePerKey.URN ->
          CombinePayload.newBuilder().setAccumulatorCoderId("bytes").build().toByteString();
      case Read.URN -> {
        ReadPayload.Builder read = ReadPayload.newBuilder().setIsBounded(IsBounded.Enum.BOUNDED);
        read.getSourceBuilder().setUrn("beam:java:boundedsource:v1");
        yield read.build().toByteString();
      }
      default -> ByteString.EMPTY;
    };
  }
}
