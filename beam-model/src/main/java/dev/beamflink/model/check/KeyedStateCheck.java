package dev.beamflink.model.check;

import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.payload.ParDoLike;
import dev.beamflink.model.problem.Problem;
import dev.beamflink.model.problem.Problems;

/** The input of a ParDo with state or timers is keyed. */
final class KeyedStateCheck implements GraphCheck {

  @Override
  public void check(PipelineGraph graph, Problems problems) {
    for (TransformNode transform : graph.transforms()) {
      if (!(transform.payload() instanceof ParDoLike parDo) || !parDo.stateful()) {
        continue;
      }
      KeyedInput input = KeyedInput.of(graph, transform);
      if (input.keyCoder().isEmpty()) {
        boolean timersOnly = parDo.states().isEmpty();
        String first = timersOnly ? parDo.timerFamilies().firstKey() : parDo.states().firstKey();
        problems.add(
            Problem.ofTransform(
                transform.fullName(),
                transform.urn(),
                "uses %s, but its %s".formatted(timersOnly ? "timers" : "state", input.describe()),
                "Key it first, e.g. with WithKeys, or remove %s '%s'"
                    .formatted(timersOnly ? "timer" : "state", first)));
      }
    }
  }
}
