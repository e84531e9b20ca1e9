package dev.beamflink.model.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.model.GraphPlanner;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.model.fuse.StageNode;
import dev.beamflink.model.payload.CombinePerKey;
import dev.beamflink.model.payload.Transcode;
import dev.beamflink.model.problem.InvalidPipelineException;
import dev.beamflink.model.text.PipelineText;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.junit.jupiter.api.Test;

class ForeignPipelinesTest {

  private static final RunnerApi.Pipeline FLATTEN =
      PipelineText.parse(
          """
          Impulse I -> i: bytes
          ParDo A <- i, env python -> a: varint
          ParDo B <- i, env python -> b: bytes
          Flatten F <- a, b -> f: bytes
          GroupByKey G <- a -> g
          """);

  @Test
  void inputOfAnotherCoderIsTranscoded() {
    RunnerApi.Pipeline prepared = ForeignPipelines.prepared(FLATTEN, Set.of());
    PTransform transcoder = transform(prepared, "F/Transcode-0");
    assertEquals(Transcode.URN, transcoder.getSpec().getUrn());
    assertEquals("python", transcoder.getEnvironmentId());
    assertEquals(Map.of("in", "a"), transcoder.getInputsMap());
    assertEquals(
        List.of("F/Transcode-0", "b"),
        transform(prepared, "F").getInputsMap().values().stream().sorted().toList());
    assertEquals(
        prepared.getComponents().getPcollectionsOrThrow("f").getCoderId(),
        prepared.getComponents().getPcollectionsOrThrow("F/Transcode-0").getCoderId());
  }

  /** What prepares it follows ids without looking. */
  @Test
  void damagedPipelineIsRefused() {
    RunnerApi.Pipeline.Builder damaged = FLATTEN.toBuilder();
    damaged.getComponentsBuilder().removePcollections("a");
    assertThrows(
        InvalidPipelineException.class, () -> ForeignPipelines.prepared(damaged.build(), Set.of()));
  }

  @Test
  void otherReadersOfTheInputSeeItAsBefore() {
    RunnerApi.Pipeline prepared = ForeignPipelines.prepared(FLATTEN, Set.of());
    assertEquals(List.of("a"), List.copyOf(transform(prepared, "G").getInputsMap().values()));
  }

  @Test
  void transcoderRunsInTheStageOfItsProducer() {
    RunnerApi.Pipeline prepared =
        ForeignPipelines.prepared(
            PipelineText.parse(
                """
                Impulse I -> i: bytes
                ParDo A <- i, env python -> a: varint
                ParDo B <- i, env python -> b: bytes
                Flatten F <- a, b -> f: bytes
                """),
            Set.of());
    List<List<String>> stages =
        GraphPlanner.plan(prepared, PlanMode.BATCH).nodes().stream()
            .filter(StageNode.class::isInstance)
            .map(node -> ((StageNode) node).transforms().stream().map(Object::toString).toList())
            .toList();
    assertEquals(1, stages.size());
    assertTrue(stages.get(0).contains("F/Transcode-0"), stages::toString);
  }

  /** Elements are objects there, of whatever coder they are. */
  @Test
  void coderThatTheRunnerKnowsIsNotTranscodedAmongJavaCode() {
    assertEquals(FLATTEN, ForeignPipelines.prepared(FLATTEN, Set.of("java")));
  }

  /** Only it has both coders. */
  @Test
  void coderOfAnotherSdkIsTranscodedThere() {
    RunnerApi.Pipeline.Builder pipeline =
        PipelineText.parse(
            """
                Impulse I -> i: bytes
                ParDo A <- i, env java -> a: varint
                ParDo B <- i, env python -> b: bytes
                Flatten F <- a, b -> f: bytes
                """)
            .toBuilder();
    RunnerApi.Coder.Builder pickled = RunnerApi.Coder.newBuilder();
    pickled.getSpecBuilder().setUrn("beam:coder:pickled_python:v1");
    pipeline.getComponentsBuilder().putCoders("bytes", pickled.build());
    RunnerApi.Pipeline prepared = ForeignPipelines.prepared(pipeline.build(), Set.of("java"));
    assertEquals("python", transform(prepared, "F/Transcode-0").getEnvironmentId());
    assertEquals(Map.of("in", "a"), transform(prepared, "F/Transcode-0").getInputsMap());
  }

  @Test
  void inputsOfTheSameCoderStay() {
    RunnerApi.Pipeline same =
        PipelineText.parse(
            """
            Impulse I -> i: bytes
            ParDo A <- i, env python -> a: varint
            ParDo B <- i, env python -> b: varint
            Flatten F <- a, b -> f: varint
            """);
    assertEquals(same, ForeignPipelines.prepared(same, Set.of()));
  }

  @Test
  void combineIsTakenApart() {
    RunnerApi.Pipeline prepared = ForeignPipelines.prepared(sum(), Set.of("java"));
    assertEquals("", transform(prepared, "Sum").getSpec().getUrn());
    assertEquals(
        List.of("Sum/Group", "Sum/Add"), transform(prepared, "Sum").getSubtransformsList());
  }

  @Test
  void combineWhoseFunctionIsHereStays() {
    assertEquals(sum(), ForeignPipelines.prepared(sum(), Set.of("java", "python")));
  }

  private static RunnerApi.Pipeline sum() {
    RunnerApi.Pipeline.Builder pipeline =
        PipelineText.parse(
            """
                Impulse I -> i
                GroupByKey Sum/Group <- i -> g
                ParDo Sum/Add <- g, env python -> s
                """)
            .toBuilder();
    PTransform.Builder sum =
        PTransform.newBuilder()
            .setUniqueName("Sum")
            .addSubtransforms("Sum/Group")
            .addSubtransforms("Sum/Add")
            .putInputs("in", "i")
            .putOutputs("out", "s")
            .setEnvironmentId("python");
    sum.getSpecBuilder().setUrn(CombinePerKey.URN);
    pipeline.getComponentsBuilder().putTransforms("Sum", sum.build());
    return pipeline.build();
  }

  @Test
  void readThatCannotBeTakenApartStaysToBeRefused() {
    RunnerApi.Pipeline read = PipelineText.parse("Read R -> a");
    assertEquals(read, ForeignPipelines.prepared(read, Set.of()));
  }

  private static PTransform transform(RunnerApi.Pipeline pipeline, String id) {
    return pipeline.getComponents().getTransformsOrThrow(id);
  }
}
