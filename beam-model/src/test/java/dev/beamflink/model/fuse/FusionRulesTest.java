package dev.beamflink.model.fuse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.model.graph.TransformId;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.text.PipelineText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FusionRulesTest {

  @ParameterizedTest
  @ValueSource(strings = {"GroupByKey", "CombinePerKey", "Flatten", "Reshuffle", "Redistribute"})
  void primitivesRunOutsideStages(String kind) {
    assertFalse(FusionRules.runsInStage(transform(kind + " T <- a -> b")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ParDo", "AssignWindows", "SdfProcess"})
  void elementWiseTransformsRunInStages(String kind) {
    assertTrue(FusionRules.runsInStage(transform(kind + " T <- a -> b")));
  }

  @ParameterizedTest
  @CsvSource({"STREAMING, true", "BATCH, false"})
  void sideInputsHoldElementsBackInStreamingOnly(PlanMode mode, boolean root) {
    assertEquals(root, FusionRules.mustBeRoot(transform("ParDo T <- a, side a -> b"), mode));
  }

  @Test
  void plainParDoMayBeAnywhere() {
    assertFalse(FusionRules.mustBeRoot(transform("ParDo T <- a -> b"), PlanMode.STREAMING));
  }

  private static TransformNode transform(String line) {
    return PipelineText.graph("Read R -> a\n" + line).transform(new TransformId("T"));
  }
}
