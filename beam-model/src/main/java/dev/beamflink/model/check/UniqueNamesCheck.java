package dev.beamflink.model.check;

import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.problem.Problem;
import dev.beamflink.model.problem.Problems;
import java.util.HashSet;
import java.util.Set;

/** Every transform has a name of its own: state is found by it when a job is restored. */
final class UniqueNamesCheck implements GraphCheck {

  @Override
  public void check(PipelineGraph graph, Problems problems) {
    Set<String> names = new HashSet<>();
    for (TransformNode transform : graph.transforms()) {
      if (transform.fullName().isEmpty()) {
        problems.add(
            new Problem(
                "The transform with id '%s' (%s)".formatted(transform.id(), transform.urn()),
                "has no name",
                "Name it where it is applied"));
      } else if (!names.add(transform.fullName())) {
        problems.add(
            Problem.ofTransform(
                transform.fullName(),
                transform.urn(),
                "has the name of another transform",
                "Give each of them a name where it is applied"));
      }
    }
  }
}
