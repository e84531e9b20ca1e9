package dev.beamflink.translation.translate;

import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.problem.InvalidPipelineException;
import dev.beamflink.model.problem.Problem;
import dev.beamflink.model.problem.Problems;

/**
 * Refuses transforms that ask for stable input, exactly-once sinks among them, in a streaming job
 * whose elements no checkpoint would ever hold: it would keep them back for ever, or give others in
 * their place after a failure.
 */
final class StableInputCheck {

  private StableInputCheck() {}

  /**
   * Checks all transforms of a plan.
   *
   * @throws InvalidPipelineException with all that are refused
   */
  static void check(TranslationContext context) {
    if (context.isBatch()) {
      return;
    }
    if (TestStreamDrive.applies(context.graph())) {
      refuse(
          context,
          "but the steps of the pipeline's TestStream wait for none",
          "Test the transform with other sources and --checkpointingInterval");
    } else if (!context.environment().getCheckpointConfig().isCheckpointingEnabled()) {
      refuse(context, "but the job takes none", "Set --checkpointingInterval");
    }
  }

  private static void refuse(TranslationContext context, String why, String whatToDo) {
    Problems problems = new Problems();
    context.graph().transforms().stream()
        .filter(StableInput::isRequiredBy)
        .map(transform -> problem(transform, why, whatToDo))
        .forEach(problems::add);
    problems.throwIfAny();
  }

  private static Problem problem(TransformNode transform, String why, String whatToDo) {
    return Problem.ofTransform(
        transform.fullName(),
        transform.urn(),
        "asks for stable input (@RequiresStableInput), which a streaming job has from its"
            + " checkpoints, "
            + why,
        whatToDo);
  }
}
