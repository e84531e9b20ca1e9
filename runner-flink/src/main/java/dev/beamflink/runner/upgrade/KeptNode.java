package dev.beamflink.runner.upgrade;

import dev.beamflink.runner.plan.PlannedNode;
import dev.beamflink.runner.savepoint.SavedNode;
import dev.beamflink.translation.runtime.format.SerializerDescription;
import dev.beamflink.translation.runtime.format.StateDescription;
import dev.beamflink.translation.runtime.format.TimerDescription;
import java.util.List;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.streaming.api.graph.StreamGraphHasherV2;
import org.jspecify.annotations.Nullable;

/**
 * A node with state, planned or saved.
 *
 * @param id Flink's hash of its uid
 * @param name its uid, if that is known
 * @param maxParallelism number of key groups
 * @param finished whether it had ended when the savepoint was taken
 * @param key of its keyed state; null if it has none
 * @param states sorted by name
 * @param timers that user code declares; null where that is not known, of savepoints
 */
record KeptNode(
    String id,
    String name,
    int maxParallelism,
    boolean finished,
    @Nullable SerializerDescription key,
    List<StateDescription> states,
    @Nullable List<TimerDescription> timers) {

  static KeptNode of(PlannedNode node) {
    return new KeptNode(
        new OperatorID(StreamGraphHasherV2.generateUserSpecifiedHash(node.uid())).toHexString(),
        node.uid(),
        node.maxParallelism(),
        false,
        node.key(),
        node.states(),
        node.timers());
  }

  static KeptNode of(SavedNode node) {
    return new KeptNode(
        node.id(),
        node.name(),
        node.maxParallelism(),
        node.finished(),
        node.key(),
        node.states(),
        null);
  }
}
