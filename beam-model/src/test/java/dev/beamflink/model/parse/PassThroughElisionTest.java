package dev.beamflink.model.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.beamflink.model.text.PipelineText;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.junit.jupiter.api.Test;

class PassThroughElisionTest {
  private static final RunnerApi.Pipeline CHAIN =
      PipelineText.parse(
          """
          Read R -> a
          ParDo A <- a -> b
          ParDo B <- b -> c
          GroupByKey G <- c -> d
          """);

  @Test
  void readersOfTheOutputReadTheInput() {
    RunnerApi.Pipeline elided = PassThroughElision.remove(CHAIN, Set.of("A"));
    assertEquals(Map.of("in0", "a"), transform(elided, "B").getInputsMap());
    assertEquals(List.of("R", "B", "G"), elided.getRootTransformIdsList());
    assertFalse(elided.getComponents().containsTransforms("A"));
    assertFalse(elided.getComponents().containsPcollections("b"));
  }

  @Test
  void chainIsFollowedToItsStart() {
    RunnerApi.Pipeline elided = PassThroughElision.remove(CHAIN, Set.of("A", "B"));
    assertEquals(Map.of("in0", "a"), transform(elided, "G").getInputsMap());
  }

  @Test
  void compositeReturnsTheInputThen() {
    RunnerApi.Pipeline.Builder nested = CHAIN.toBuilder();
    nested.clearRootTransformIds().addRootTransformIds("R").addRootTransformIds("C");
    nested
        .getComponentsBuilder()
        .putTransforms(
            "C",
            PTransform.newBuilder()
                .putInputs("in", "a")
                .putOutputs("out", "b")
                .addSubtransforms("A")
                .build());
    PTransform composite = transform(PassThroughElision.remove(nested.build(), Set.of("A")), "C");
    assertEquals(Map.of("out", "a"), composite.getOutputsMap());
    assertEquals(List.of(), composite.getSubtransformsList());
  }

  @Test
  void nothingToRemoveChangesNothing() {
    assertSame(CHAIN, PassThroughElision.remove(CHAIN, Set.of()));
  }

  private static PTransform transform(RunnerApi.Pipeline pipeline, String id) {
    return pipeline.getComponents().getTransformsOrThrow(id);
  }
}
