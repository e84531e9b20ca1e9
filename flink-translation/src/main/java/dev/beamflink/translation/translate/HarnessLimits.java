package dev.beamflink.translation.translate;

import dev.beamflink.model.fuse.ExecutionPlan;
import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.payload.ParDoLike;
import dev.beamflink.model.payload.Read;
import dev.beamflink.model.problem.Problem;
import dev.beamflink.model.problem.Problems;
import dev.beamflink.translation.runtime.harness.StateProtocol;
import dev.beamflink.translation.runtime.window.SdkWindows;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.beam.model.pipeline.v1.RunnerApi.MergeStatus;
import org.apache.beam.model.pipeline.v1.RunnerApi.StandardSideInputTypes;
import org.apache.beam.model.pipeline.v1.RunnerApi.WindowingStrategy;
import org.apache.beam.sdk.util.construction.BeamUrns;

/** What pipelines cannot have whose user code, or some of it, runs in SDK harnesses. */
final class HarnessLimits {

  private static final Set<String> ACCESS_PATTERNS =
      Set.of(
          BeamUrns.getUrn(StandardSideInputTypes.Enum.ITERABLE),
          BeamUrns.getUrn(StandardSideInputTypes.Enum.MULTIMAP));

  private static final Set<MergeStatus.Enum> MERGED =
      Set.of(MergeStatus.Enum.NEEDS_MERGE, MergeStatus.Enum.ALREADY_MERGED);

  private static final String NOT_YET = "See docs/portability.md for what runs so far";

  private final PipelineGraph graph;
  private final Problems problems;
  private final Predicate<TransformNode> calledDirectly;
  private final LanguageBoundary boundary;

  /**
   * @param problems receives what is found
   * @param calledDirectly which transforms have their user code in this process
   */
  HarnessLimits(ExecutionPlan plan, Problems problems, Predicate<TransformNode> calledDirectly) {
    this.graph = plan.graph();
    this.problems = problems;
    this.calledDirectly = calledDirectly;
    this.boundary = new LanguageBoundary(graph, problems);
  }

  void check() {
    boolean javaCode = graph.transforms().stream().anyMatch(calledDirectly);
    for (TransformNode transform : graph.transforms()) {
      if (!calledDirectly.test(transform)) {
        check(transform);
        if (javaCode) {
          boundary.check(transform);
        }
      }
    }
  }

  private void check(TransformNode transform) {
    checkEnvironment(transform);
    if (transform.payload() instanceof ParDoLike parDo) {
      checkParDo(transform, parDo);
    } else if (transform.payload() instanceof Read) {
      refuse(transform, "reads with a Java source, which works in this process only");
    }
  }

  private void checkParDo(TransformNode transform, ParDoLike parDo) {
    checkWindows(transform, parDo);
    parDo.states().values().stream()
        .filter(state -> StateProtocol.find(state).isEmpty())
        .map(state -> state.getProtocol().getUrn())
        .distinct()
        .forEach(
            urn ->
                refuse(
                    transform,
                    "has state that is read and written in a way that is not known (%s)"
                        .formatted(urn)));
    parDo.sideInputs().values().stream()
        .map(sideInput -> sideInput.getAccessPattern().getUrn())
        .filter(urn -> !ACCESS_PATTERNS.contains(urn))
        .distinct()
        .forEach(
            urn ->
                refuse(
                    transform,
                    "reads a side input in a way that is not known (%s)".formatted(urn)));
  }

  private void checkEnvironment(TransformNode transform) {
    transform
        .environment()
        .map(graph::environment)
        .flatMap(EnvironmentLimits::reasonAgainst)
        .ifPresent(
            reason ->
                problems.add(
                    Problem.ofTransform(
                        transform.fullName(),
                        transform.urn(),
                        reason,
                        "Set the SDK's --environment_type and --environment_config, or"
                            + " --environment_override for all environments of the pipeline")));
  }

  /** No window of a main input belongs to one that others have been merged into. */
  private void checkWindows(TransformNode transform, ParDoLike parDo) {
    for (Map.Entry<String, CollectionId> input : transform.sideInputs().entrySet()) {
      WindowingStrategy windowing = windowing(input.getValue());
      if (!SdkWindows.are(windowing)) {
        continue;
      }
      if (MERGED.contains(windowing.getMergeStatus())) {
        refuseWindows(
            transform,
            input.getValue(),
            "that are merged, which Beam does not have",
            "Put it into windows that are not merged first, such as the global one");
      } else if (parDo
          .proto()
          .getSideInputsOrThrow(input.getKey())
          .getWindowMappingFn()
          .getUrn()
          .isEmpty()) {
        refuseWindows(
            transform,
            input.getValue(),
            "of a function that only its SDK knows, and which the SDK maps no others to",
            "Put it into windows of Beam's own kinds");
      }
    }
  }

  private void refuseWindows(
      TransformNode transform, CollectionId sideInput, String which, String remedy) {
    problems.add(
        Problem.ofTransform(
            transform.fullName(),
            transform.urn(),
            "reads '%s' as a side input, in windows %s"
                .formatted(graph.collection(sideInput).uniqueName(), which),
            remedy));
  }

  private WindowingStrategy windowing(CollectionId collection) {
    return graph.windowing(graph.collection(collection).windowing());
  }

  private void refuse(TransformNode transform, String why) {
    problems.add(Problem.ofTransform(transform.fullName(), transform.urn(), why, NOT_YET));
  }
}
