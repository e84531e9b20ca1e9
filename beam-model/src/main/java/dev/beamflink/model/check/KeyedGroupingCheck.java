package dev.beamflink.model.check;

import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.problem.Problem;
import dev.beamflink.model.problem.Problems;

/** The input of what groups by key is keyed. */
final class KeyedGroupingCheck implements GraphCheck {

  @Override
  public void check(PipelineGraph graph, Problems problems) {
    for (TransformNode transform : graph.transforms()) {
      if (!KeyedInput.groups(transform)) {
        continue;
      }
      KeyedInput input = KeyedInput.of(graph, transform);
      if (input.keyCoder().isEmpty()) {
        problems.add(
            Problem.ofTransform(
                transform.fullName(),
                transform.urn(),
                "groups by key, but its " + input.describe(),
                "Key it first, e.g. with WithKeys"));
      }
    }
  }
}
