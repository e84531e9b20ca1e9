package dev.beamflink.translation.translate;

import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.model.graph.CollectionNode;
import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.problem.Problem;
import dev.beamflink.model.problem.Problems;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.beam.sdk.util.construction.WindowingStrategyTranslation;

/** Finds what Java code hands to transforms of other SDKs that these cannot read. */
final class LanguageBoundary {

  private final PipelineGraph graph;
  private final JavaCoders coders;
  private final Problems problems;

  LanguageBoundary(PipelineGraph graph, Problems problems) {
    this.graph = graph;
    this.coders = new JavaCoders(graph.components());
    this.problems = problems;
  }

  /** Adds the problems of a transform of another SDK. */
  void check(TransformNode transform) {
    Set<CollectionId> read = new LinkedHashSet<>(transform.inputs().values());
    for (CollectionId id : read) {
      CollectionNode collection = graph.collection(id);
      if (needsJava(collection)) {
        refuse(transform, collection, "with a coder that only Java knows");
      }
      String windowFn = graph.windowing(collection.windowing()).getWindowFn().getUrn();
      if (windowFn.equals(WindowingStrategyTranslation.SERIALIZED_JAVA_WINDOWFN_URN)) {
        refuse(transform, collection, "in windows that only Java knows");
      }
    }
  }

  private boolean needsJava(CollectionNode collection) {
    try {
      return coders.needsJava(collection.coder().value());
    } catch (IOException | IllegalArgumentException e) {
      return true; // what Java itself can't read is not for others
    }
  }

  private void refuse(TransformNode transform, CollectionNode collection, String why) {
    problems.add(
        Problem.ofTransform(
            transform.fullName(),
            transform.urn(),
            "reads the elements of '%s' %s".formatted(collection.uniqueName(), why),
            "Let the last Java transform put out elements with a coder of Beam's model, such as"
                + " rows, strings or bytes, in windows of Beam's own kinds"));
  }
}
