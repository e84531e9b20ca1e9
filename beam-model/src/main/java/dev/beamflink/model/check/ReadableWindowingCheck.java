package dev.beamflink.model.check;

import dev.beamflink.model.graph.CollectionNode;
import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.graph.WindowingId;
import dev.beamflink.model.problem.Problem;
import dev.beamflink.model.problem.Problems;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.model.pipeline.v1.RunnerApi.WindowingStrategy;
import org.apache.beam.sdk.util.construction.TriggerTranslation;
import org.apache.beam.sdk.util.construction.WindowingStrategyTranslation;

/** The windowing of each PCollection says all that it must, in words that are known. */
final class ReadableWindowingCheck implements GraphCheck {

  /** Others are code of a user, which only its SDK can read. */
  private static final Set<String> OF_THE_MODEL =
      Set.of(
          WindowingStrategyTranslation.GLOBAL_WINDOWS_URN,
          WindowingStrategyTranslation.FIXED_WINDOWS_URN,
          WindowingStrategyTranslation.SLIDING_WINDOWS_URN,
          WindowingStrategyTranslation.SESSION_WINDOWS_URN);

  @Override
  public void check(PipelineGraph graph, Problems problems) {
    TreeMap<String, TreeSet<String>> users = new TreeMap<>();
    for (CollectionNode collection : graph.collections()) {
      users
          .computeIfAbsent(collection.windowing().value(), id -> new TreeSet<>())
          .add(collection.uniqueName());
    }
    users.forEach(
        (id, collections) ->
            whyNot(graph.windowing(new WindowingId(id)))
                .ifPresent(
                    why ->
                        problems.add(
                            new Problem(
                                "The windowing of '%s'".formatted(collections.first()),
                                "can't be read: " + why,
                                "The pipeline is damaged: report it to the SDK or tool that wrote"
                                    + " it"))));
  }

  private static Optional<String> whyNot(WindowingStrategy windowing) {
    try {
      WindowingStrategyTranslation.fromProto(windowing.getAccumulationMode());
      WindowingStrategyTranslation.fromProto(windowing.getClosingBehavior());
      WindowingStrategyTranslation.fromProto(windowing.getOnTimeBehavior());
      WindowingStrategyTranslation.timestampCombinerFromProto(windowing.getOutputTime());
      TriggerTranslation.fromProto(windowing.getTrigger());
      if (OF_THE_MODEL.contains(windowing.getWindowFn().getUrn())) {
        WindowingStrategyTranslation.windowFnFromProto(windowing.getWindowFn());
      }
      return Optional.empty();
    } catch (RuntimeException e) { // of whatever kind, it is the SDK's word for what is wrong
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
