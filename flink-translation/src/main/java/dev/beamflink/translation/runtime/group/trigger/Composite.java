package dev.beamflink.translation.runtime.group.trigger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A trigger that consists of others. */
abstract sealed class Composite extends TriggerMachine
    permits AfterAll, AfterEach, AfterFirst, EarlyAndLate, OrFinally, Repeatedly {

  private final List<TriggerMachine> parts;

  Composite(int place, List<TriggerMachine> parts) {
    super(place);
    this.parts = List.copyOf(parts);
  }

  final List<TriggerMachine> parts() {
    return parts;
  }

  final TriggerMachine part(int index) {
    return parts.get(index);
  }

  final @Nullable TriggerMachine firstUnfinished(TriggerFacts facts) {
    for (TriggerMachine part : parts) {
      if (!facts.isFinished(part)) {
        return part;
      }
    }
    return null;
  }

  final boolean anyFinished(TriggerFacts facts) {
    return parts.stream().anyMatch(facts::isFinished);
  }

  final boolean allFinished(TriggerFacts facts) {
    return parts.stream().allMatch(facts::isFinished);
  }

  @Override
  public final void clear(TriggerScene scene) {
    parts.forEach(part -> part.clear(scene));
  }

  @Override
  public boolean looksAtEndOfWindow() {
    return parts.stream().anyMatch(TriggerMachine::looksAtEndOfWindow);
  }

  @Override
  public boolean isIdleBeforeEndOfWindow() {
    return parts.stream().allMatch(TriggerMachine::isIdleBeforeEndOfWindow);
  }

  @Override
  final long bits() {
    return parts.stream().mapToLong(TriggerMachine::bits).reduce(bit(), (a, b) -> a | b);
  }
}
