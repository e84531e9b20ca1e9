package dev.beamflink.model.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.parse.GraphParser;
import dev.beamflink.model.payload.Transcode;
import dev.beamflink.model.text.PipelineText;
import java.util.List;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.Components;
import org.apache.beam.model.pipeline.v1.RunnerApi.ExecutableStagePayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

class FusedStagesTest {

  private static final RunnerApi.Pipeline APART =
      PipelineText.parse(
          """
          Impulse I -> i: bytes
          ParDo A <- i, env python -> a: bytes
          ParDo B <- a, env python -> b: bytes
          """);

  @Test
  void transformsComeInPlaceOfTheirStage() {
    RunnerApi.Pipeline result = FusedStages.takenApart(fused(payload()));
    assertEquals(List.of("I", "stage/0", "stage/1"), result.getRootTransformIdsList());
    PipelineGraph graph = GraphParser.parse(result);
    assertEquals(
        List.of("I", "A", "B"),
        graph.transforms().stream().map(transform -> transform.fullName()).toList());
  }

  @Test
  void stageInACompositeIsReplacedThere() {
    RunnerApi.Pipeline.Builder pipeline = fused(payload()).toBuilder();
    pipeline
        .clearRootTransformIds()
        .addRootTransformIds("I")
        .addRootTransformIds("whole")
        .getComponentsBuilder()
        .putTransforms("whole", PTransform.newBuilder().addSubtransforms("stage").build());
    RunnerApi.Pipeline result = FusedStages.takenApart(pipeline.build());
    assertEquals(
        List.of("stage/0", "stage/1"),
        result.getComponents().getTransformsOrThrow("whole").getSubtransformsList());
  }

  @Test
  void transcoderOfPythonIsOurs() {
    PTransform.Builder identity =
        APART.getComponents().getTransformsOrThrow("A").toBuilder().setUniqueName("Transcode");
    identity.getSpecBuilder().setUrn("beam:dofn:identity:0.1");
    ExecutableStagePayload payload =
        ExecutableStagePayload.newBuilder()
            .setInput("i")
            .addTransforms("0")
            .addOutputs("a")
            .setComponents(Components.newBuilder().putTransforms("0", identity.build()))
            .build();
    assertEquals(
        Transcode.URN,
        FusedStages.takenApart(fused(payload.toByteString()))
            .getComponents()
            .getTransformsOrThrow("stage/0")
            .getSpec()
            .getUrn());
  }

  @Test
  void pipelineWithoutStagesStays() {
    assertEquals(APART, FusedStages.takenApart(APART));
  }

  @Test
  void damagedStageStaysToBeRefused() {
    RunnerApi.Pipeline damaged = fused(ByteString.copyFromUtf8("no message"));
    assertEquals(damaged, FusedStages.takenApart(damaged));
    RunnerApi.Pipeline incomplete =
        fused(ExecutableStagePayload.newBuilder().addTransforms("0").build().toByteString());
    assertEquals(incomplete, FusedStages.takenApart(incomplete));
  }

  private static ByteString payload() {
    Components all = APART.getComponents();
    return ExecutableStagePayload.newBuilder()
        .setInput("i")
        .addTransforms("0")
        .addTransforms("1")
        .addOutputs("b")
        .setComponents(
            Components.newBuilder()
                .putTransforms("0", all.getTransformsOrThrow("A"))
                .putTransforms("1", all.getTransformsOrThrow("B"))
                .putPcollections("a", all.getPcollectionsOrThrow("a")))
        .build()
        .toByteString();
  }

  /** The pipeline as a client fuses it: what is inside of a stage is in its payload only. */
  private static RunnerApi.Pipeline fused(ByteString payload) {
    RunnerApi.Pipeline.Builder pipeline = APART.toBuilder();
    PTransform.Builder stage =
        PTransform.newBuilder().setUniqueName("stage").putInputs("in", "i").putOutputs("out", "b");
    stage.getSpecBuilder().setUrn("beam:runner:executable_stage:v1").setPayload(payload);
    pipeline
        .clearRootTransformIds()
        .addRootTransformIds("I")
        .addRootTransformIds("stage")
        .getComponentsBuilder()
        .removeTransforms("A")
        .removeTransforms("B")
        .removePcollections("a")
        .putTransforms("stage", stage.build());
    return pipeline.build();
  }
}
