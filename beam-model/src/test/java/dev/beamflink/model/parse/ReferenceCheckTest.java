package dev.beamflink.model.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.model.problem.Problem;
import dev.beamflink.model.problem.Problems;
import dev.beamflink.model.text.PipelineText;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.junit.jupiter.api.Test;

class ReferenceCheckTest {

  @Test
  void soundPipelineHasNoProblem() {
    assertProblems(pipeline -> {});
  }

  @Test
  void unknownRoot() {
    assertProblems(
        pipeline -> pipeline.addRootTransformIds("x"),
        "The pipeline refers to root transform 'x', which is not in the pipeline");
  }

  @Test
  void transformsWithoutRoot() {
    assertProblems(
        RunnerApi.Pipeline.Builder::clearRootTransformIds,
        "The pipeline has transforms, but none of them is a root");
  }

  @Test
  void unknownSubtransform() {
    assertProblems(
        pipeline -> {
          pipeline.addRootTransformIds("C");
          pipeline
              .getComponentsBuilder()
              .putTransforms(
                  "C", PTransform.newBuilder().setUniqueName("C").addSubtransforms("x").build());
        },
        "Transform 'C' () refers to subtransform 'x', which is not in the pipeline");
  }

  @Test
  void transformInTwoPlaces() {
    assertProblems(
        pipeline -> pipeline.addRootTransformIds("R"),
        "Transform 'R' occurs twice in the hierarchy");
  }

  @Test
  void unknownOutput() {
    assertProblems(
        pipeline -> pipeline.getComponentsBuilder().removePcollections("a"),
        "Transform 'R' (beam:transform:read:v1) refers to output 'a', which is not in the"
            + " pipeline");
  }

  @Test
  void unknownWindowing() {
    assertProblems(
        pipeline -> pipeline.getComponentsBuilder().removeWindowingStrategies("global"),
        "PCollection 'a' refers to windowing strategy 'global', which is not in the pipeline");
  }

  @Test
  void unknownWindowCoder() {
    assertProblems(
        pipeline -> pipeline.getComponentsBuilder().removeCoders("global_window"),
        "Windowing strategy 'global' refers to coder 'global_window', which is not in the"
            + " pipeline");
  }

  @Test
  void unknownComponentCoder() {
    assertProblems(
        pipeline -> pipeline.getComponentsBuilder().removeCoders("bytes"),
        "Coder 'kv<bytes, bytes>' refers to component coder 'bytes', which is not in the"
            + " pipeline");
  }

  private static void assertProblems(
      Consumer<RunnerApi.Pipeline.Builder> damage, String... expected) {
    RunnerApi.Pipeline.Builder pipeline = PipelineText.parse("Read R -> a").toBuilder();
    damage.accept(pipeline);
    Problems problems = new Problems();
    ReferenceCheck.check(pipeline.build(), problems);
    assertEquals(
        List.of(expected), problems.found().stream().map(ReferenceCheckTest::text).toList());
  }

  private static String text(Problem problem) {
    return problem.where() + " " + problem.why();
  }
}
