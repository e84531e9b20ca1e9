package dev.beamflink.model.check;

import static dev.beamflink.model.fuse.PlanMode.BATCH;
import static dev.beamflink.model.fuse.PlanMode.STREAMING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.model.fuse.ExecutionPlan;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.model.fuse.PlanNode;
import dev.beamflink.model.fuse.PrimitiveNode;
import dev.beamflink.model.fuse.StageId;
import dev.beamflink.model.fuse.StageNode;
import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.graph.TransformId;
import dev.beamflink.model.text.PipelineText;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.ImmutableList;
import org.junit.jupiter.api.Test;

/** Plans as no fuser should make them. */
class PlanChecksTest {
  private static final PipelineGraph GRAPH =
      PipelineText.graph(
          """
          Read R -> r
          ParDo A <- r -> a
          ParDo B <- a -> b
          GroupByKey G <- b -> g
          ParDo S <- g, side a -> s
          """);
  private static final PlanNode R = primitive("R");
  private static final PlanNode G = primitive("G");
  private static final PlanNode AB = stage("A", "r", "A B", "a b");
  private static final PlanNode S = stage("S", "g", "S", "");

  @Test
  void soundPlanPasses() {
    PlanChecks.checkAll(plan(R, AB, G, S), STREAMING);
  }

  @Test
  void transformInNoNode() {
    assertBroken("Transform 'S' is in no node", STREAMING, R, AB, G);
  }

  @Test
  void transformInTwoNodes() {
    assertBroken(
        "Transform 'B' is in more than one node",
        STREAMING,
        R,
        AB,
        stage("B", "a", "B", "b"),
        G,
        S);
  }

  @Test
  void nodeBeforeItsInput() {
    assertBroken("Transform 'G' stands before what it reads", STREAMING, R, G, AB, S);
  }

  @Test
  void sideInputFromTheSameStage() {
    assertBroken(
        "Transform 'S' stands before what it reads", BATCH, R, stage("A", "r", "A B S", "b"), G);
  }

  @Test
  void transformAwayFromItsStagesInput() {
    assertBroken(
        "Transform 'S' cannot be in stage 'A'", BATCH, R, stage("A", "r", "A B S", "b"), G);
  }

  @Test
  void rootThatDoesNotReadTheInput() {
    assertBroken(
        "Root 'B' does not read its stage's input",
        STREAMING,
        R,
        new StageNode(
            new StageId("B"), new CollectionId("r"), ids("A B"), collections("a b"), id("B")),
        G,
        S);
  }

  @Test
  void outputThatIsNotRead() {
    assertBroken(
        "Stage 'S' has outputs [s], but [] are read",
        STREAMING,
        R,
        AB,
        G,
        stage("S", "g", "S", "s"));
  }

  @Test
  void outputThatIsMissing() {
    assertBroken(
        "Stage 'A' has outputs [b], but [a, b] are read",
        STREAMING,
        R,
        stage("A", "r", "A B", "b"),
        G,
        S);
  }

  @Test
  void stageWithAnothersName() {
    assertBroken(
        "Stage 'X' has root 'S'",
        STREAMING,
        R,
        AB,
        G,
        new StageNode(new StageId("X"), new CollectionId("g"), ids("S"), List.of(), id("S")));
  }

  @Test
  void stateAwayFromTheRoot() {
    PipelineGraph graph =
        PipelineText.graph("Read R -> r\nParDo A <- r -> a\nParDo B <- a, state s -> b");
    ExecutionPlan plan = new ExecutionPlan(graph, ImmutableList.of(R, stage("A", "r", "A B", "")));
    assertBroken("Transform 'B' is not the root of its stage", STREAMING, plan);
  }

  @Test
  void transformBesideTheRoot() {
    PipelineGraph graph =
        PipelineText.graph("Read R -> r\nParDo A <- r, state s -> a\nParDo B <- r -> b");
    ExecutionPlan plan = new ExecutionPlan(graph, ImmutableList.of(R, stage("A", "r", "A B", "")));
    assertBroken("Transform 'B' is beside the root 'A'", STREAMING, plan);
  }

  @Test
  void splittableParDo() {
    PipelineGraph graph = PipelineText.graph("Read R -> r\nParDo A <- r, splittable -> a");
    ExecutionPlan plan = new ExecutionPlan(graph, ImmutableList.of(R, stage("A", "r", "A", "")));
    assertBroken("Transform 'A' is not expanded", STREAMING, plan);
  }

  private static void assertBroken(String expected, PlanMode mode, PlanNode... nodes) {
    assertBroken(expected, mode, plan(nodes));
  }

  private static void assertBroken(String expected, PlanMode mode, ExecutionPlan plan) {
    BrokenPlanException exception =
        assertThrows(BrokenPlanException.class, () -> PlanChecks.checkAll(plan, mode));
    assertTrue(exception.getMessage().contains(expected), exception.getMessage());
    assertTrue(exception.getMessage().contains("please report it"), exception.getMessage());
    assertTrue(exception.getMessage().contains("Read 'R'"), exception.getMessage());
  }

  @Test
  void rootOutsideItsStageIsRefusedAtOnce() {
    IllegalArgumentException exception =
        assertThrows(IllegalArgumentException.class, () -> stage("X", "r", "A B", ""));
    assertEquals("Stage 'X' does not contain its root 'X'", exception.getMessage());
  }

  private static ExecutionPlan plan(PlanNode... nodes) {
    return new ExecutionPlan(GRAPH, ImmutableList.copyOf(nodes));
  }

  private static PlanNode primitive(String name) {
    return new PrimitiveNode(GRAPH.transform(id(name)));
  }

  private static PlanNode stage(String root, String input, String transforms, String outputs) {
    return new StageNode(
        new StageId(root),
        new CollectionId(input),
        ids(transforms),
        collections(outputs),
        id(root));
  }

  private static TransformId id(String name) {
    return new TransformId(name);
  }

  private static List<TransformId> ids(String names) {
    return Stream.of(names.split(" ", -1)).map(TransformId::new).toList();
  }

  private static List<CollectionId> collections(String names) {
    return Stream.of(names.split(" ", -1))
        .filter(name -> !name.isEmpty())
        .map(CollectionId::new)
        .toList();
  }
}
