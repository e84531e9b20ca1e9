package dev.beamflink.translation.runtime.stage;

import java.util.Collection;
import java.util.List;
import org.apache.beam.runners.core.StateTag;

/**
 * What a stage's root declares of state.
 *
 * @param stateTags its state cells
 * @param timers its timers
 * @param hasWindowExpiration whether it wants to be called when a window expires
 */
public record StatefulRoot(
    Collection<StateTag<?>> stateTags, DeclaredTimers timers, boolean hasWindowExpiration) {

  public StatefulRoot {
    stateTags = List.copyOf(stateTags);
  }
}
