package dev.beamflink.runner.savepoint;

import dev.beamflink.translation.runtime.format.SerializerDescription;
import dev.beamflink.translation.runtime.format.StateDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a savepoint holds of one node of Flink.
 *
 * @param id Flink's hash of the node's uid
 * @param name the uid, or what else the savepoint knows the node by
 * @param maxParallelism number of key groups
 * @param finished whether all of its subtasks had ended, so that it has no state and will not run
 * @param key of its keyed state; null if it has none
 * @param states sorted by name
 */
public record SavedNode(
    String id,
    String name,
    int maxParallelism,
    boolean finished,
    @Nullable SerializerDescription key,
    List<StateDescription> states) {

  public SavedNode {
    states = List.copyOf(states);
  }
}
