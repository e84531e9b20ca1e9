package dev.beamflink.translation.translate;

import dev.beamflink.model.fuse.ExecutionPlan;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.problem.Problems;
import dev.beamflink.translation.runtime.harness.HarnessSpec;
import dev.beamflink.translation.runtime.harness.HarnessWindowing;
import dev.beamflink.translation.runtime.stage.StageExecutors;
import java.io.IOException;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.transforms.windowing.WindowMappingFn;
import org.apache.beam.sdk.util.construction.RehydratedComponents;
import org.apache.beam.sdk.values.WindowingStrategy;

/**
 * User code of several languages: that of some environments is Java on the job's class path and is
 * called directly, that of the others is in SDK harnesses.
 *
 * @param spec what the harnesses are told of their job
 * @param inProcess ids of the environments whose code is called directly
 */
public record UserCodeByEnvironment(HarnessSpec spec, Set<String> inProcess) implements UserCode {

  public UserCodeByEnvironment {
    inProcess = Set.copyOf(inProcess);
  }

  @Override
  public StageExecutors executors(TransformNode root) {
    return of(root).executors(root);
  }

  @Override
  public RunnerCoders coders(RunnerApi.Components components) {
    return new JavaCoders(components)::coder;
  }

  @Override
  public WindowingStrategy<?, ?> windowing(
      RunnerApi.Components components, RehydratedComponents rehydrated, String id)
      throws IOException {
    return HarnessWindowing.of(components, rehydrated, id, spec);
  }

  @Override
  public void check(ExecutionPlan plan, Problems problems) {
    new HarnessLimits(plan, problems, this::callsDirectly).check();
  }

  @Override
  public String sideInputTag(TransformNode transform, String localName) {
    return of(transform).sideInputTag(transform, localName);
  }

  @Override
  public WindowMappingFn<?> windowMapping(
      TransformNode transform, String localName, WindowFn<?, ?> windowFn, PipelineGraph graph)
      throws IOException {
    return of(transform).windowMapping(transform, localName, windowFn, graph);
  }

  @Override
  public boolean takesRestrictions(TransformNode transform, PlanMode mode) {
    return of(transform).takesRestrictions(transform, mode);
  }

  private UserCode of(TransformNode transform) {
    return callsDirectly(transform) ? new InProcessUserCode() : new HarnessUserCode(spec);
  }

  /** What has no environment is the runner's own. */
  private boolean callsDirectly(TransformNode transform) {
    return transform
        .environment()
        .map(environment -> inProcess.contains(environment.value()))
        .orElse(true);
  }
}
