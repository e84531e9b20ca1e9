package dev.beamflink.model.fuse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.model.check.PlanChecks;
import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.graph.TransformNode;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever stateless transforms come and go around it, a state-bearing stage keeps its identity.
 * {@code -Dseed=N} repeats one case.
 */
class StageIdentityTest {
  private static final int CASES = 100;

  static LongStream seeds() {
    Long seed = Long.getLong("seed");
    return seed == null ? LongStream.range(0, CASES) : LongStream.of(seed);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void insertingAndDeletingStatelessTransformsKeepsIdentities(long seed) {
    Random random = new Random(seed);
    RandomPipeline original = RandomPipeline.create(random);
    RandomPipeline changed = original;
    for (int i = 0; i < 5; i++) {
      changed =
          random.nextBoolean()
              ? changed.withInserted(random, "New" + i)
              : changed.withDeleted(random);
      assertEquals(
          stateBearingStages(original.graph(), PlanMode.STREAMING),
          stateBearingStages(changed.graph(), PlanMode.STREAMING),
          original + "\nbecame\n" + changed);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyPlanIsSound(long seed) {
    PipelineGraph graph = RandomPipeline.create(new Random(seed)).graph();
    for (PlanMode mode : PlanMode.values()) {
      PlanChecks.checkAll(Fuser.fuse(graph, mode), mode);
    }
  }

  /** The stage of each transform that may hold state, by the transform's name. */
  private static Map<String, StageId> stateBearingStages(PipelineGraph graph, PlanMode mode) {
    Map<String, StageId> stages = new TreeMap<>();
    for (PlanNode node : Fuser.fuse(graph, mode).nodes()) {
      if (node instanceof StageNode stage) {
        stage.transforms().stream()
            .map(graph::transform)
            .filter(transform -> FusionRules.mustBeRoot(transform, mode))
            .map(TransformNode::fullName)
            .forEach(name -> stages.put(name, stage.id()));
      }
    }
    return stages;
  }
}
