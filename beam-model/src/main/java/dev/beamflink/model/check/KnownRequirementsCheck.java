package dev.beamflink.model.check;

import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.problem.Problem;
import dev.beamflink.model.problem.Problems;
import java.util.Set;
import org.apache.beam.sdk.util.construction.ParDoTranslation;

/**
 * The runner knows each requirement of the pipeline. One that it does not know may change what a
 * transform means.
 */
final class KnownRequirementsCheck implements GraphCheck {
  private static final Set<String> KNOWN =
      Set.of(
          ParDoTranslation.REQUIRES_BUNDLE_FINALIZATION_URN,
          ParDoTranslation.REQUIRES_ON_WINDOW_EXPIRATION_URN,
          ParDoTranslation.REQUIRES_SPLITTABLE_DOFN_URN,
          ParDoTranslation.REQUIRES_STABLE_INPUT_URN,
          ParDoTranslation.REQUIRES_STATEFUL_PROCESSING_URN,
          ParDoTranslation.REQUIRES_TIME_SORTED_INPUT_URN);

  @Override
  public void check(PipelineGraph graph, Problems problems) {
    graph.toProto().getRequirementsList().stream()
        .filter(requirement -> !KNOWN.contains(requirement))
        .sorted()
        .forEach(
            requirement ->
                problems.add(
                    Problem.ofPipeline(
                        "requires '%s', which this runner does not know".formatted(requirement),
                        "Leave out the transform that needs it, or use an SDK of the version that"
                            + " this runner is made for")));
  }
}
