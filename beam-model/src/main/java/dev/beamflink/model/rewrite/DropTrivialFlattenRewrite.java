package dev.beamflink.model.rewrite;

import dev.beamflink.model.graph.CollectionNode;
import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.parse.GraphParser;
import dev.beamflink.model.parse.PassThroughElision;
import dev.beamflink.model.payload.Flatten;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Drops each Flatten with exactly one input, so that its consumers fuse with its producer. It stays
 * where it changes the coder, the windowing strategy or the boundedness.
 */
final class DropTrivialFlattenRewrite implements GraphRewrite {

  @Override
  public PipelineGraph apply(PipelineGraph graph) {
    Set<String> trivial =
        graph.transformsWith(Flatten.class).stream()
            .filter(flatten -> isTrivial(graph, flatten))
            .map(flatten -> flatten.id().value())
            .collect(Collectors.toSet());
    return trivial.isEmpty()
        ? graph
        : GraphParser.parse(PassThroughElision.remove(graph.toProto(), trivial));
  }

  private static boolean isTrivial(PipelineGraph graph, TransformNode flatten) {
    if (flatten.inputs().size() != 1) {
      return false;
    }
    CollectionNode input = graph.collection(flatten.mainInput());
    CollectionNode output = graph.collection(flatten.onlyOutput());
    return input.coder().equals(output.coder())
        && input.windowing().equals(output.windowing())
        && input.bounded() == output.bounded();
  }
}
