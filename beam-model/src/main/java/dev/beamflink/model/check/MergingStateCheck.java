package dev.beamflink.model.check;

import dev.beamflink.model.graph.CollectionNode;
import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.payload.ParDoLike;
import dev.beamflink.model.problem.Problem;
import dev.beamflink.model.problem.Problems;
import org.apache.beam.model.pipeline.v1.RunnerApi.MergeStatus;

/**
 * The windows of a ParDo with state or timers do not merge any more: Beam has no rule for what
 * becomes of the state of windows that do.
 */
final class MergingStateCheck implements GraphCheck {

  @Override
  public void check(PipelineGraph graph, Problems problems) {
    for (TransformNode transform : graph.transforms()) {
      if (!(transform.payload() instanceof ParDoLike parDo) || !parDo.stateful()) {
        continue;
      }
      CollectionNode input = graph.collection(transform.mainInput());
      if (graph.windowing(input.windowing()).getMergeStatus() == MergeStatus.Enum.NEEDS_MERGE) {
        problems.add(
            Problem.ofTransform(
                transform.fullName(),
                transform.urn(),
                "uses %s, but the windows of its input '%s' are still to be merged"
                    .formatted(parDo.states().isEmpty() ? "timers" : "state", input.uniqueName()),
                "Group the input first, which merges them, or put Window.into with windows that"
                    + " don't merge before it"));
      }
    }
  }
}
