package dev.beamflink.model.print;

import dev.beamflink.model.graph.PipelineGraph;
import java.util.stream.Collectors;

/**
 * Prints a graph as text: each transform with its inputs and outputs, in order. The same graph
 * gives the same text, in this process or another: nothing random (local names) and nothing that
 * changes with every compile (serialized code) is in it.
 */
public final class GraphPrinter {
  private GraphPrinter() {}

  /** Prints all transforms of a graph. */
  public static String print(PipelineGraph graph) {
    TransformPrinter printer = new TransformPrinter(new CollectionNumbers(graph));
    return graph.transforms().stream()
        .map(transform -> printer.print(transform, ""))
        .collect(Collectors.joining());
  }
}
