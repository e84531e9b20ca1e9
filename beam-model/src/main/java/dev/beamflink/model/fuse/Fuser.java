package dev.beamflink.model.fuse;

import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.graph.TopologicalOrder;
import dev.beamflink.model.graph.TransformNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.ImmutableList;

/**
 * Groups the transforms of a graph into stages, as few as the rules allow.
 *
 * <p>Transforms are taken in topological order, so what produces their inputs has its place
 * already. One that must be a root gets a stage of its own. Any other joins the stage that produces
 * its input; if a primitive does, it joins the one stage in which that PCollection's consumers
 * meet. It does not join where environments differ, or where the stage would wait for its own
 * output through a side input.
 */
public final class Fuser {
  private final PlanMode mode;
  private final List<NodeDraft> drafts = new ArrayList<>();
  private final Map<CollectionId, NodeDraft> producers = new HashMap<>();

  /** Stages without a transform that must be root, by their input: others may join them there. */
  private final Map<CollectionId, List<NodeDraft>> openStages = new HashMap<>();

  private Fuser(PlanMode mode) {
    this.mode = mode;
  }

  /** Makes the plan of a graph whose splittable ParDos are expanded. */
  public static ExecutionPlan fuse(PipelineGraph graph, PlanMode mode) {
    Fuser fuser = new Fuser(mode);
    graph.transforms().forEach(fuser::place);
    TopologicalOrder<NodeDraft> order =
        TopologicalOrder.of(fuser.drafts, NodeDraft::externalInputs, NodeDraft::producedOutputs);
    if (!order.cyclic().isEmpty()) {
      throw new IllegalStateException("Fusion made a cycle of stages");
    }
    return new ExecutionPlan(
        graph,
        order.sorted().stream()
            .map(draft -> draft.toPlanNode(graph))
            .collect(ImmutableList.toImmutableList()));
  }

  private void place(TransformNode transform) {
    NodeDraft draft = stageToJoin(transform).orElse(null);
    if (draft == null) {
      draft = new NodeDraft(transform);
      drafts.add(draft);
      if (FusionRules.runsInStage(transform) && !FusionRules.mustBeRoot(transform, mode)) {
        openStages.computeIfAbsent(transform.mainInput(), input -> new ArrayList<>()).add(draft);
      }
    } else {
      draft.add(transform);
    }
    for (CollectionId output : transform.outputs().values()) {
      producers.put(output, draft);
    }
  }

  private Optional<NodeDraft> stageToJoin(TransformNode transform) {
    if (!FusionRules.runsInStage(transform) || FusionRules.mustBeRoot(transform, mode)) {
      return Optional.empty();
    }
    List<NodeDraft> candidates = new ArrayList<>();
    NodeDraft producer = producers.get(transform.mainInput());
    if (producer != null && FusionRules.runsInStage(producer.root())) {
      candidates.add(producer);
    }
    candidates.addAll(openStages.getOrDefault(transform.mainInput(), List.of()));
    return candidates.stream()
        .filter(stage -> stage.root().environment().equals(transform.environment()))
        .filter(stage -> !waitsForItself(stage, transform))
        .findFirst();
  }

  /** Whether a side input of the transform depends on what the stage produces. */
  private boolean waitsForItself(NodeDraft stage, TransformNode transform) {
    Set<NodeDraft> seen = new HashSet<>();
    Deque<NodeDraft> open = new ArrayDeque<>();
    transform.sideInputs().values().forEach(input -> open.add(producerOf(input)));
    while (!open.isEmpty()) {
      NodeDraft draft = open.remove();
      if (draft == stage) {
        return true;
      }
      if (seen.add(draft)) {
        draft.externalInputs().forEach(input -> open.add(producerOf(input)));
      }
    }
    return false;
  }

  private NodeDraft producerOf(CollectionId input) {
    return Objects.requireNonNull(producers.get(input), input::value);
  }
}
