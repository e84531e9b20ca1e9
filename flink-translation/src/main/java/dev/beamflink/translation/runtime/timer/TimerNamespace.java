package dev.beamflink.translation.runtime.timer;

import dev.beamflink.translation.runtime.state.EncodedNamespace;
import org.apache.beam.sdk.state.TimeDomain;
import org.jspecify.annotations.Nullable;

/**
 * What identifies a timer within its key: the Flink namespace of its entry in Flink's queue and of
 * its state.
 *
 * <p>Immutable.
 */
final class TimerNamespace {

  private final EncodedNamespace scope;
  private final TimeDomain domain;
  private final String familyId;
  private final String timerId;
  private final int hash;

  TimerNamespace(EncodedNamespace scope, TimeDomain domain, String familyId, String timerId) {
    this.scope = scope;
    this.domain = domain;
    this.familyId = familyId;
    this.timerId = timerId;
    this.hash = hash(scope, domain, familyId, timerId);
  }

  static int hash(EncodedNamespace scope, TimeDomain domain, String familyId, String timerId) {
    return ((scope.hashCode() * 31 + domain.name().hashCode()) * 31 + familyId.hashCode()) * 31
        + timerId.hashCode();
  }

  /** The namespace that the timer was set in. */
  EncodedNamespace scope() {
    return scope;
  }

  TimeDomain domain() {
    return domain;
  }

  String familyId() {
    return familyId;
  }

  String timerId() {
    return timerId;
  }

  boolean isEventTime() {
    return domain == TimeDomain.EVENT_TIME;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof TimerNamespace that
            && hash == that.hash
            && is(that.scope, that.domain, that.familyId, that.timerId));
  }

  /** Whether it consists of these. */
  boolean is(
      EncodedNamespace otherScope, TimeDomain otherDomain, String otherFamily, String otherId) {
    return domain == otherDomain
        && timerId.equals(otherId)
        && familyId.equals(otherFamily)
        && scope.equals(otherScope);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return "timer '" + timerId + "'" + (familyId.isEmpty() ? "" : " of family '" + familyId + "'");
  }
}
