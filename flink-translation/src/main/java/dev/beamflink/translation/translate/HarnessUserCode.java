package dev.beamflink.translation.translate;

import dev.beamflink.model.fuse.ExecutionPlan;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.payload.ParDoLike;
import dev.beamflink.model.problem.Problems;
import dev.beamflink.translation.runtime.harness.HarnessExecutors;
import dev.beamflink.translation.runtime.harness.HarnessSpec;
import dev.beamflink.translation.runtime.harness.HarnessWindowing;
import dev.beamflink.translation.runtime.harness.SideInputTags;
import dev.beamflink.translation.runtime.stage.StageExecutors;
import dev.beamflink.translation.runtime.window.SdkWindows;
import java.io.IOException;
import java.util.Objects;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.runners.fnexecution.wire.LengthPrefixUnknownCoders;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.transforms.windowing.WindowMappingFn;
import org.apache.beam.sdk.util.construction.RehydratedComponents;
import org.apache.beam.sdk.values.WindowingStrategy;

/**
 * User code in SDK harnesses. What only an SDK can decode is bytes with their length to the runner.
 *
 * @param spec what the harnesses are told of their job
 */
public record HarnessUserCode(HarnessSpec spec) implements UserCode {

  @Override
  public StageExecutors executors(TransformNode root) {
    return new HarnessExecutors(spec);
  }

  @Override
  public RunnerCoders coders(RunnerApi.Components components) {
    RunnerApi.Components.Builder known = components.toBuilder();
    return id -> {
      String knownId = LengthPrefixUnknownCoders.addLengthPrefixedCoder(id, known, true);
      return RehydratedComponents.forComponents(known.build()).getCoder(knownId);
    };
  }

  @Override
  public WindowingStrategy<?, ?> windowing(
      RunnerApi.Components components, RehydratedComponents rehydrated, String id)
      throws IOException {
    return HarnessWindowing.of(components, rehydrated, id, spec);
  }

  @Override
  public void check(ExecutionPlan plan, Problems problems) {
    new HarnessLimits(plan, problems, transform -> false).check();
  }

  @Override
  public String sideInputTag(TransformNode transform, String localName) {
    return SideInputTags.of(transform.fullName(), localName);
  }

  /**
   * SDKs ask in windows that they have mapped themselves. To those of functions that the runner has
   * too all of them do so in the same way.
   */
  @Override
  public WindowMappingFn<?> windowMapping(
      TransformNode transform, String localName, WindowFn<?, ?> windowFn, PipelineGraph graph) {
    RunnerApi.WindowingStrategy side =
        windowing(graph, Objects.requireNonNull(transform.sideInputs().get(localName), localName));
    if (!SdkWindows.are(side)) {
      return windowFn.getDefaultWindowMappingFn();
    }
    return HarnessWindowing.mapping(
        "Side input '%s' of transform '%s'".formatted(localName, transform.fullName()),
        ((ParDoLike) transform.payload())
            .proto()
            .getSideInputsOrThrow(localName)
            .getWindowMappingFn(),
        windowing(graph, transform.mainInput()),
        side,
        transform.environment().orElseThrow().value(),
        graph.components(),
        spec);
  }

  private static RunnerApi.WindowingStrategy windowing(
      PipelineGraph graph, CollectionId collection) {
    return graph.windowing(graph.collection(collection).windowing());
  }

  /**
   * Each has a bundle of its own then, which costs a small one more than its processing does. So in
   * BATCH they share bundles, which last until all that they leave is processed too. In STREAMING a
   * checkpoint would have to wait for that, and a bundle for its finalization.
   */
  @Override
  public boolean takesRestrictions(TransformNode transform, PlanMode mode) {
    return mode == PlanMode.STREAMING;
  }
}
