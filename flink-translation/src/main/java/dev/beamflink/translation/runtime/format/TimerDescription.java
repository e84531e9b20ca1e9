package dev.beamflink.translation.runtime.format;

/**
 * A timer, or a family of timers, that user code declares: as data, for plans and for comparing.
 * Savepoints don't tell of them: all that are set are in one state.
 *
 * @param id that user code knows it by
 * @param kind {@code timer} or {@code timer family}
 * @param domain such as {@code event time}
 */
public record TimerDescription(String id, String kind, String domain) {

  /** Kind and id, which are its identity in the node. */
  public String name() {
    return "%s '%s'".formatted(kind, id);
  }
}
