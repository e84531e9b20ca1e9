package dev.beamflink.model.check;

import dev.beamflink.model.graph.CoderId;
import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.problem.Problem;
import dev.beamflink.model.problem.Problems;
import java.util.Optional;

/** Equal keys have equal bytes: elements are grouped, and state is found, by a key's encoding. */
final class KeyCoderCheck implements GraphCheck {

  @Override
  public void check(PipelineGraph graph, Problems problems) {
    CoderDeterminism determinism = new CoderDeterminism(graph);
    for (TransformNode transform : graph.transforms()) {
      if (!KeyedInput.groups(transform) && !KeyedInput.hasState(transform)) {
        continue;
      }
      KeyedInput input = KeyedInput.of(graph, transform);
      Optional<CoderId> keyCoder = input.keyCoder();
      Optional<String> reason = keyCoder.flatMap(determinism::whyNot);
      if (reason.isPresent()) {
        problems.add(
            Problem.ofTransform(
                transform.fullName(),
                transform.urn(),
                "works per key of '%s', but equal keys may be encoded differently (%s)"
                    .formatted(input.collection().uniqueName(), reason.get()),
                "Give the keys a coder whose verifyDeterministic() passes"));
      }
    }
  }
}
