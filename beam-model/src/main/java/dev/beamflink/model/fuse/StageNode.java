package dev.beamflink.model.fuse;

import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.model.graph.TransformId;
import java.util.List;

/**
 * Transforms that run together in one operator: elements of one PCollection come in, and go from
 * transform to transform by method calls.
 *
 * @param id the identity of the stage, made from the root's full name
 * @param input the only PCollection that comes in element by element
 * @param transforms the transforms, producers before consumers
 * @param outputs the PCollections that are used outside the stage, the most used first
 * @param root the transform that names the stage: the one with state or side inputs if there is
 *     one, otherwise the first; always a direct consumer of {@code input}
 */
public record StageNode(
    StageId id,
    CollectionId input,
    List<TransformId> transforms,
    List<CollectionId> outputs,
    TransformId root)
    implements PlanNode {

  public StageNode {
    transforms = List.copyOf(transforms);
    outputs = List.copyOf(outputs);
    if (!transforms.contains(root)) {
      throw new IllegalArgumentException(
          "Stage '%s' does not contain its root '%s'".formatted(id, root));
    }
  }
}
