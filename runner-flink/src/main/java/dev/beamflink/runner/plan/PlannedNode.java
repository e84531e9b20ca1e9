package dev.beamflink.runner.plan;

import dev.beamflink.translation.runtime.format.CoderDescription;
import dev.beamflink.translation.runtime.format.SerializerDescription;
import dev.beamflink.translation.runtime.format.StateDescription;
import dev.beamflink.translation.runtime.format.TimerDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of Flink in a plan.
 *
 * @param uid decides which state the node gets; the full name of the transform whose state it
 *     holds, with a suffix for further nodes
 * @param name in Flink's user interface
 * @param parallelism number of subtasks
 * @param maxParallelism number of key groups
 * @param windowing of its input, for people; empty if it is of no interest
 * @param key of its state; null if it has none by key
 * @param states sorted by name
 * @param timers that user code declares
 * @param output coder of what leaves it; null if these are none of the pipeline's
 */
public record PlannedNode(
    String uid,
    String name,
    int parallelism,
    int maxParallelism,
    String windowing,
    @Nullable SerializerDescription key,
    List<StateDescription> states,
    List<TimerDescription> timers,
    @Nullable CoderDescription output) {

  public PlannedNode {
    states = List.copyOf(states);
    timers = List.copyOf(timers);
  }
}
