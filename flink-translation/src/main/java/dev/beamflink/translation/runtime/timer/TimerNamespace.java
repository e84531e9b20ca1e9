package dev.beamflink.translation.runtime.timer;

import java.util.Arrays;
import org.apache.beam.sdk.state.TimeDomain;
import org.jspecify.annotations.Nullable;

/**
 * What identifies a timer within its key: the Flink namespace of its entry in Flink's queue and of
 * its state.
 *
 * <p>The Beam namespace stands in it as the bytes that {@link TimerScopeCoder} makes of it, so that
 * Flink can read timers back before the operator and its window coder exist, and compares them by
 * bytes with every state backend alike.
 *
 * <p>Immutable; the byte array must not be changed.
 */
final class TimerNamespace {

  private final byte[] scope;
  private final TimeDomain domain;
  private final String familyId;
  private final String timerId;
  private final int hash;

  TimerNamespace(byte[] scope, TimeDomain domain, String familyId, String timerId) {
    this.scope = scope;
    this.domain = domain;
    this.familyId = familyId;
    this.timerId = timerId;
    this.hash =
        ((Arrays.hashCode(scope) * 31 + domain.name().hashCode()) * 31 + familyId.hashCode()) * 31
            + timerId.hashCode();
  }

  /** The encoded Beam namespace; not to be changed. */
  byte[] scope() {
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
            && domain == that.domain
            && timerId.equals(that.timerId)
            && familyId.equals(that.familyId)
            && Arrays.equals(scope, that.scope));
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
