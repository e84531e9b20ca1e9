package dev.beamflink.model.check;

import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.problem.Problems;
import java.util.List;

/** All checks of graphs. */
public final class GraphChecks {
  private static final List<GraphCheck> ALL =
      List.of(
          new KnownRequirementsCheck(),
          new UniqueNamesCheck(),
          new ReadableWindowingCheck(),
          new KeyedStateCheck(),
          new MergingStateCheck(),
          new KeyedGroupingCheck(),
          new KeyCoderCheck());

  private GraphChecks() {}

  /** Runs every check. */
  public static void checkAll(PipelineGraph graph, Problems problems) {
    ALL.forEach(check -> check.check(graph, problems));
  }
}
