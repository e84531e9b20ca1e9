package dev.beamflink.translation.translate;

import dev.beamflink.model.fuse.ExecutionPlan;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.problem.Problems;
import dev.beamflink.translation.runtime.element.RehydratedWindowing;
import dev.beamflink.translation.runtime.stage.StageExecutors;
import java.io.IOException;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.transforms.windowing.WindowMappingFn;
import org.apache.beam.sdk.util.construction.RehydratedComponents;
import org.apache.beam.sdk.values.WindowingStrategy;

/** Where a pipeline's user code runs, and what follows from that for the translation. */
public interface UserCode {

  /**
   * Makes what runs a stage in the tasks.
   *
   * @param root the stage's root, whose environment is that of all its transforms
   */
  StageExecutors executors(TransformNode root);

  /** The coders of a pipeline, as the runner uses them. */
  RunnerCoders coders(RunnerApi.Components components);

  /**
   * The windowing of PCollections, as the runner uses it.
   *
   * @param rehydrated of these components
   * @param id of the windowing in the pipeline
   * @throws IOException if it can't be rehydrated
   */
  default WindowingStrategy<?, ?> windowing(
      RunnerApi.Components components, RehydratedComponents rehydrated, String id)
      throws IOException {
    return RehydratedWindowing.of(components, rehydrated, id);
  }

  /**
   * Finds what can't run there.
   *
   * @param problems receives it
   */
  void check(ExecutionPlan plan, Problems problems);

  /**
   * The name of a side input by which a transform's executor asks for it.
   *
   * @param localName of the side input in the transform
   */
  String sideInputTag(TransformNode transform, String localName);

  /**
   * How windows of the main input become windows of a side input.
   *
   * @param transform reads it
   * @param localName of the side input there
   * @param windowFn of the side input
   * @param graph of the pipeline
   * @throws IOException if that can't be rehydrated
   */
  WindowMappingFn<?> windowMapping(
      TransformNode transform, String localName, WindowFn<?, ?> windowFn, PipelineGraph graph)
      throws IOException;

  /**
   * Whether operators give restrictions to a stage one by one, and take back what is left.
   *
   * @param transform the stage's root, which processes restrictions
   */
  boolean takesRestrictions(TransformNode transform, PlanMode mode);

  /** The coders of a pipeline, as the runner uses them. */
  @FunctionalInterface
  interface RunnerCoders {

    /**
     * Returns a coder.
     *
     * @param id its id in the pipeline
     * @throws IOException if it can't be rehydrated
     */
    Coder<?> get(String id) throws IOException;
  }
}
