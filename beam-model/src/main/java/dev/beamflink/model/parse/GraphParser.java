package dev.beamflink.model.parse;

import dev.beamflink.model.graph.CoderId;
import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.model.graph.CollectionNode;
import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.graph.TopologicalOrder;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.graph.WindowingId;
import dev.beamflink.model.problem.InvalidPipelineException;
import dev.beamflink.model.problem.Problem;
import dev.beamflink.model.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.IsBounded;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;

/** Parses a pipeline proto to the typed graph. */
public final class GraphParser {
  private static final String CYCLE_REMEDY =
      "A pipeline cannot have loops: break it, or report it to the SDK that wrote the pipeline";

  private GraphParser() {}

  /**
   * Parses a pipeline.
   *
   * @throws InvalidPipelineException if anything in it cannot be understood
   */
  public static PipelineGraph parse(RunnerApi.Pipeline pipeline) {
    Problems problems = new Problems();
    PipelineGraph graph = parse(pipeline, problems);
    problems.throwIfAny();
    return graph;
  }

  /**
   * Parses what can be understood of a pipeline, so that checks of the graph can go on.
   *
   * @param problems receives what cannot be understood; if there is any, the graph is not complete
   * @throws InvalidPipelineException if the proto is so damaged that there is no graph
   */
  public static PipelineGraph parse(RunnerApi.Pipeline pipeline, Problems problems) {
    requireSound(pipeline, problems);
    RunnerApi.Pipeline withoutViews = ViewElision.apply(pipeline);
    Map<String, PTransform> leaves = LeafTransforms.of(withoutViews);
    ProducerCheck.check(leaves, problems);

    TransformParser parser = new TransformParser(withoutViews.getComponents(), problems);
    List<TransformNode> transforms = new ArrayList<>();
    leaves.forEach((id, transform) -> parser.parse(id, transform).ifPresent(transforms::add));
    TopologicalOrder<TransformNode> order = TopologicalOrder.of(transforms);
    for (TransformNode cyclic : order.cyclic()) {
      problems.add(
          Problem.ofTransform(
              cyclic.fullName(),
              cyclic.urn(),
              "waits for its own output, directly or through other transforms",
              CYCLE_REMEDY));
    }
    return new PipelineGraph(withoutViews, order.sorted(), collections(order, withoutViews));
  }

  /**
   * Refuses a pipeline whose components don't fit together, so that it can be changed as a proto.
   *
   * @throws InvalidPipelineException if there is no graph that it could be
   */
  public static void requireSound(RunnerApi.Pipeline pipeline) {
    requireSound(pipeline, new Problems());
  }

  private static void requireSound(RunnerApi.Pipeline pipeline, Problems problems) {
    ReferenceCheck.check(pipeline, problems);
    problems.throwIfAny();
    CoderCheck.check(pipeline.getComponents(), problems);
    problems.throwIfAny();
  }

  private static List<CollectionNode> collections(
      TopologicalOrder<TransformNode> transforms, RunnerApi.Pipeline pipeline) {
    TreeSet<CollectionId> used = new TreeSet<>();
    for (TransformNode transform : transforms.sorted()) {
      used.addAll(transform.inputs().values());
      used.addAll(transform.outputs().values());
    }
    return used.stream().map(id -> collection(id, pipeline.getComponents())).toList();
  }

  private static CollectionNode collection(CollectionId id, RunnerApi.Components components) {
    RunnerApi.PCollection proto = components.getPcollectionsOrThrow(id.value());
    return new CollectionNode(
        id,
        proto.getUniqueName(),
        new CoderId(proto.getCoderId()),
        new WindowingId(proto.getWindowingStrategyId()),
        proto.getIsBounded() == IsBounded.Enum.BOUNDED);
  }
}
