package dev.beamflink.model.print;

import dev.beamflink.model.fuse.ExecutionPlan;
import dev.beamflink.model.fuse.PlanNode;
import dev.beamflink.model.fuse.PrimitiveNode;
import dev.beamflink.model.fuse.StageNode;
import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.graph.TransformId;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Prints a plan as text: its nodes in order, with the transforms of each stage. The same plan
 * always gives the same text. An asterisk marks the root of a stage; {@code =>} names the
 * PCollections that leave it.
 */
public final class PlanPrinter {
  private final PipelineGraph graph;
  private final CollectionNumbers collections;
  private final TransformPrinter transforms;

  private PlanPrinter(PipelineGraph graph) {
    this.graph = graph;
    this.collections = new CollectionNumbers(graph);
    this.transforms = new TransformPrinter(collections);
  }

  /** Prints a whole plan. */
  public static String print(ExecutionPlan plan) {
    PlanPrinter printer = new PlanPrinter(plan.graph());
    return plan.nodes().stream().map(printer::print).collect(Collectors.joining());
  }

  private String print(PlanNode node) {
    if (node instanceof PrimitiveNode primitive) {
      return transforms.print(primitive.transform(), "");
    }
    StageNode stage = (StageNode) node;
    StringBuilder text = new StringBuilder();
    text.append(
        "Stage '%s' <- %s".formatted(stage.id(), collections.references(List.of(stage.input()))));
    if (!stage.outputs().isEmpty()) {
      text.append(" => ").append(collections.references(stage.outputs()));
    }
    text.append('\n');
    for (TransformId transform : stage.transforms()) {
      text.append(transform.equals(stage.root()) ? "  * " : "  - ")
          .append(transforms.print(graph.transform(transform), "    "));
    }
    return text.toString();
  }
}
