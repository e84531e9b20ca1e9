package dev.beamflink.model.print;

import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.model.graph.CollectionNode;
import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.graph.TransformNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Short names for the PCollections of one printed text: their own are as long as those of the
 * transforms that make them. Numbers are given in the order of the graph's transforms.
 */
final class CollectionNumbers {
  private final PipelineGraph graph;
  private final CoderPrinter coders;
  private final Map<CollectionId, Integer> numbers = new HashMap<>();

  CollectionNumbers(PipelineGraph graph) {
    this.graph = graph;
    this.coders = new CoderPrinter(graph);
    for (TransformNode transform : graph.transforms()) {
      for (CollectionId output : transform.outputs().values()) {
        numbers.putIfAbsent(output, numbers.size() + 1);
      }
    }
  }

  /** Prints references to PCollections; one that no transform of the graph makes, by its id. */
  String references(Collection<CollectionId> ids) {
    return ids.stream().map(this::reference).collect(Collectors.joining(", "));
  }

  /** Prints a PCollection with all that is known of it. */
  String definition(CollectionId id) {
    CollectionNode collection = graph.collection(id);
    return "%s: %s, %s, %s"
        .formatted(
            reference(id),
            coders.print(collection.coder()),
            WindowingPrinter.print(graph.windowing(collection.windowing())),
            collection.bounded() ? "bounded" : "unbounded");
  }

  private String reference(CollectionId id) {
    Integer number = numbers.get(id);
    return number == null ? "'" + id + "'" : "#" + number;
  }
}
