package dev.beamflink.translation.translate;

import dev.beamflink.model.fuse.ExecutionPlan;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.payload.ParDoLike;
import dev.beamflink.model.problem.Problems;
import dev.beamflink.translation.runtime.stage.InProcessExecutors;
import dev.beamflink.translation.runtime.stage.StageExecutors;
import java.io.IOException;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.transforms.windowing.WindowMappingFn;
import org.apache.beam.sdk.util.construction.PCollectionViewTranslation;
import org.apache.beam.sdk.util.construction.RehydratedComponents;

/** User code in Java on the job's class path: called directly. */
public record InProcessUserCode() implements UserCode {

  @Override
  public StageExecutors executors(TransformNode root) {
    return InProcessExecutors.INSTANCE;
  }

  @Override
  public RunnerCoders coders(RunnerApi.Components components) {
    return RehydratedComponents.forComponents(components)::getCoder;
  }

  /** Everything runs. */
  @Override
  public void check(ExecutionPlan plan, Problems problems) {}

  /** The Java SDK has made it unique. */
  @Override
  public String sideInputTag(TransformNode transform, String localName) {
    return localName;
  }

  @Override
  public WindowMappingFn<?> windowMapping(
      TransformNode transform, String localName, WindowFn<?, ?> windowFn, PipelineGraph graph)
      throws IOException {
    return PCollectionViewTranslation.windowMappingFnFromProto(
        ((ParDoLike) transform.payload())
            .proto()
            .getSideInputsOrThrow(localName)
            .getWindowMappingFn());
  }

  @Override
  public boolean takesRestrictions(TransformNode transform, PlanMode mode) {
    return true;
  }
}
