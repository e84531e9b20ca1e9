package dev.beamflink.model.check;

import dev.beamflink.model.graph.CollectionNode;
import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.payload.CombinePerKey;
import dev.beamflink.model.payload.GroupByKey;
import dev.beamflink.model.problem.Problem;
import dev.beamflink.model.problem.Problems;
import org.apache.beam.model.pipeline.v1.RunnerApi.WindowingStrategy;
import org.apache.beam.sdk.util.construction.WindowingStrategyTranslation;

/**
 * What groups an unbounded PCollection has windows that end, or a trigger: the global window ends
 * when the input does, which is never.
 */
final class UnboundedGroupingCheck implements GraphCheck {

  @Override
  public void check(PipelineGraph graph, Problems problems) {
    for (TransformNode transform : graph.transforms()) {
      if (!(transform.payload() instanceof GroupByKey)
          && !(transform.payload() instanceof CombinePerKey)) {
        continue;
      }
      CollectionNode input = graph.collection(transform.mainInput());
      if (!input.bounded() && firesAtTheEndOfTime(graph.windowing(input.windowing()))) {
        problems.add(
            Problem.ofTransform(
                transform.fullName(),
                transform.urn(),
                "groups '%s', which is unbounded, in the global window without a trigger, so it"
                        .formatted(input.uniqueName())
                    + " would never emit anything",
                "Put Window.into with windows that end, or with a trigger, before it"));
      }
    }
  }

  private static boolean firesAtTheEndOfTime(WindowingStrategy windowing) {
    return windowing.getWindowFn().getUrn().equals(WindowingStrategyTranslation.GLOBAL_WINDOWS_URN)
        && (windowing.getTrigger().hasDefault()
            || windowing.getTrigger().equals(windowing.getTrigger().getDefaultInstanceForType()));
  }
}
