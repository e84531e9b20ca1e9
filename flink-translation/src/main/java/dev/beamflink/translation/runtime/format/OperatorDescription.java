package dev.beamflink.translation.runtime.format;

import java.util.Comparator;
import java.util.List;

/**
 * What an operator keeps in savepoints.
 *
 * @param windowing how its input is windowed, for people; empty if that is of no interest
 * @param states sorted by name
 * @param timers that user code declares; those of the runner are in the states only
 */
public record OperatorDescription(
    String windowing, List<StateDescription> states, List<TimerDescription> timers) {

  public OperatorDescription {
    timers = List.copyOf(timers);
    states = states.stream().sorted(Comparator.comparing(StateDescription::name)).toList();
  }

  /** What an operator without timers of user code keeps. */
  public OperatorDescription(String windowing, List<StateDescription> states) {
    this(windowing, states, List.of());
  }
}
