package dev.beamflink.translation.runtime.format;

import java.util.Comparator;
import java.util.List;

/**
 * What an operator keeps in savepoints.
 *
 * @param windowing how its input is windowed, for people; empty if that is of no interest
 * @param states sorted by name
 */
public record OperatorDescription(String windowing, List<StateDescription> states) {

  public OperatorDescription {
    states = states.stream().sorted(Comparator.comparing(StateDescription::name)).toList();
  }
}
