package dev.beamflink.model.fuse;

import static dev.beamflink.model.fuse.PlanMode.BATCH;
import static dev.beamflink.model.fuse.PlanMode.STREAMING;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.model.check.PlanChecks;
import dev.beamflink.model.text.PipelineText;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FuserTest {

  @ParameterizedTest
  @EnumSource
  void chainIsOneStage(PlanMode mode) {
    assertPlan(
        mode,
        """
        Impulse I -> a: bytes
        ParDo A <- a -> b
        AssignWindows W <- b, env java -> c
        ParDo B <- c -> d
        """,
        "I",
        "A: A W B");
  }

  @ParameterizedTest
  @EnumSource
  void consumersOfAPrimitiveMeetInOneStage(PlanMode mode) {
    assertPlan(
        mode,
        """
        Read R -> a
        ParDo A <- a -> b
        ParDo B <- a -> c
        ParDo C <- c -> d
        """,
        "R",
        "A: A B C");
  }

  @ParameterizedTest
  @EnumSource
  void groupingBreaksStages(PlanMode mode) {
    assertPlan(
        mode,
        """
        Read R -> a
        ParDo A <- a -> b
        GroupByKey G <- b -> c
        ParDo B <- c -> d
        """,
        "R",
        "A: A => b",
        "G",
        "B: B");
  }

  @ParameterizedTest
  @EnumSource
  void partsOfACombineRunInStages(PlanMode mode) {
    assertPlan(
        mode,
        """
        Read R -> a
        ParDo A <- a, env python -> b
        beam:transform:combine_per_key_precombine:v1 Pre <- b, env python -> c
        GroupByKey G <- c -> d
        beam:transform:combine_per_key_extract_outputs:v1 Extract <- d, env python -> e
        """,
        "R",
        "A: A Pre => c",
        "G",
        "Extract: Extract");
  }

  @ParameterizedTest
  @ValueSource(strings = {"state s", "timer t", "stable", "sorted"})
  void rootBreaksItsProducersStageAndFusesWhatFollows(String fact) {
    for (PlanMode mode : PlanMode.values()) {
      assertPlan(
          mode,
          """
          Read R -> a
          ParDo A <- a -> b
          ParDo Root <- b, %s -> c
          ParDo B <- c -> d
          """
              .formatted(fact),
          "R",
          "A: A => b",
          "Root: Root B");
    }
  }

  @Test
  void rootIsAloneAtItsInput() {
    assertPlan(
        STREAMING,
        """
        Read R -> a
        ParDo A <- a -> b
        ParDo Root <- a, state s -> c
        ParDo OtherRoot <- a, state s -> d
        ParDo B <- a -> e
        """,
        "R",
        "A: A B",
        "Root: Root",
        "OtherRoot: OtherRoot");
  }

  @Test
  void processingRestrictionsIsARoot() {
    assertPlan(
        BATCH,
        """
        Read R -> a
        ParDo A <- a -> b
        SdfProcess P <- b -> c
        ParDo B <- c -> d
        """,
        "R",
        "A: A => b",
        "P: P B");
  }

  /** Elements wait for the side inputs once; restrictions wait again, where they are spread. */
  @Test
  void pairAndSplitWithSideInputsAreOneStage() {
    assertPlan(
        STREAMING,
        """
        Read S -> s
        Read R -> a
        SdfPairWithRestriction Pair <- a, side s -> b
        SdfSplitAndSize Split <- b, side s -> c
        SdfProcess Process <- c, side s -> d
        """,
        "S",
        "R",
        "Pair: Pair Split => c",
        "Process: Process");
  }

  @Test
  void sideInputBreaksInStreaming() {
    assertPlan(
        STREAMING,
        """
        Read S -> s
        Read R -> a
        ParDo A <- a -> b
        ParDo B <- b, side s -> c
        ParDo C <- c, side s -> d
        """,
        "S",
        "R",
        "A: A => b",
        "B: B => c",
        "C: C");
  }

  @Test
  void sideInputDoesNotBreakInBatch() {
    assertPlan(
        BATCH,
        """
        Read S -> s
        Read R -> a
        ParDo A <- a -> b
        ParDo B <- b, side s -> c
        ParDo C <- c, side s -> d
        """,
        "S",
        "R",
        "A: A B C");
  }

  @Test
  void sideInputMadeInTheStageBreaksInBatch() {
    assertPlan(
        BATCH,
        """
        Read R -> a
        ParDo A <- a -> b
        ParDo S <- b -> s
        ParDo B <- b, side s -> c
        ParDo C <- b -> d
        """,
        "R",
        "A: A S C => b, s",
        "B: B");
  }

  @Test
  void sideInputMadeBehindTheStageBreaksInBatch() {
    assertPlan(
        BATCH,
        """
        Read R -> a
        ParDo A <- a -> b
        GroupByKey G <- b -> g
        ParDo S <- g -> s
        ParDo B <- b, side s -> c
        """,
        "R",
        "A: A => b",
        "G",
        "S: S => s",
        "B: B");
  }

  /** B and C may each join A's stage, but not both: each needs what the other one makes. */
  @Test
  void stagesThatNeedEachOtherStayApart() {
    assertPlan(
        BATCH,
        """
        Read R -> a
        Read Q -> q
        ParDo A <- a -> b
        ParDo S <- q -> s
        ParDo B <- a, side s -> c
        ParDo C <- q, side b -> d
        """,
        "R",
        "Q",
        "S: S => s",
        "A: A B => b",
        "C: C");
  }

  @Test
  void mainInputThatIsAlsoSideInputIsMaterialised() {
    assertPlan(
        BATCH,
        """
        Read R -> a
        ParDo A <- a -> b
        ParDo B <- b, side b -> c
        """,
        "R",
        "A: A => b",
        "B: B");
  }

  @Test
  void otherEnvironmentBreaks() {
    assertPlan(
        STREAMING,
        """
        Read R -> a
        ParDo A <- a -> b
        ParDo B <- b, env python -> c
        ParDo C <- b -> d
        ParDo D <- b, env python -> e
        """,
        "R",
        "A: A C => b",
        "B: B D");
  }

  @Test
  void outputsAreOrderedByUseThenById() {
    assertPlan(
        STREAMING,
        """
        Read R -> r
        ParDo A <- r -> a -> b -> c -> unused
        GroupByKey Ga <- a -> ga
        GroupByKey Gb <- b -> gb
        GroupByKey Gc <- c -> gc
        GroupByKey Hc <- c -> hc
        """,
        "R",
        "A: A => c, a, b",
        "Ga",
        "Gb",
        "Gc",
        "Hc");
  }

  @Test
  void flattenOfTheSamePCollectionIsKept() {
    assertPlan(
        STREAMING,
        """
        Read R -> a
        ParDo A <- a -> b
        Flatten F <- b, b -> c
        ParDo B <- c -> d
        """,
        "R",
        "A: A => b",
        "F",
        "B: B");
  }

  private static void assertPlan(PlanMode mode, String pipeline, String... nodes) {
    ExecutionPlan plan = Fuser.fuse(PipelineText.graph(pipeline), mode);
    assertEquals(List.of(nodes), plan.nodes().stream().map(FuserTest::text).toList());
    PlanChecks.checkAll(plan, mode);
  }

  private static String text(PlanNode node) {
    if (node instanceof PrimitiveNode primitive) {
      return primitive.transform().fullName();
    }
    StageNode stage = (StageNode) node;
    String transforms =
        stage.transforms().stream().map(Object::toString).collect(Collectors.joining(" "));
    String outputs =
        stage.outputs().stream().map(Object::toString).collect(Collectors.joining(", "));
    return stage.id() + ": " + transforms + (outputs.isEmpty() ? "" : " => " + outputs);
  }
}
