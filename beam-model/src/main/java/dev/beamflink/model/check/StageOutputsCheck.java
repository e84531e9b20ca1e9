package dev.beamflink.model.check;

import dev.beamflink.model.fuse.ExecutionPlan;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.model.fuse.StageNode;
import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.model.graph.Consumer;
import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.graph.TransformNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The outputs of a stage are those PCollections that another node reads, each once. */
final class StageOutputsCheck implements PlanCheck {

  @Override
  public List<String> broken(ExecutionPlan plan, PlanMode mode) {
    List<String> broken = new ArrayList<>();
    for (StageNode stage : PlanNodes.stages(plan)) {
      Set<CollectionId> expected = new HashSet<>();
      for (TransformNode transform : PlanNodes.transforms(plan, stage)) {
        for (CollectionId output : transform.outputs().values()) {
          if (isReadOutside(plan.graph(), stage, output)) {
            expected.add(output);
          }
        }
      }
      if (stage.outputs().size() != expected.size()
          || !expected.equals(new HashSet<>(stage.outputs()))) {
        broken.add(
            "Stage '%s' has outputs %s, but %s are read"
                .formatted(stage.id(), stage.outputs(), expected));
      }
    }
    return broken;
  }

  private static boolean isReadOutside(PipelineGraph graph, StageNode stage, CollectionId output) {
    return graph.consumersOf(output).stream()
        .map(Consumer::transform)
        .anyMatch(consumer -> !stage.transforms().contains(consumer.id()));
  }
}
