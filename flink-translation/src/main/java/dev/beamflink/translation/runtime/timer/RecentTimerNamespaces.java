package dev.beamflink.translation.runtime.timer;

import dev.beamflink.translation.runtime.state.EncodedNamespace;
import org.apache.beam.sdk.state.TimeDomain;
import org.jspecify.annotations.Nullable;

/**
 * Makes namespaces of timers, and remembers some: the keys of an operator set the same timers in a
 * few windows at a time. Where they share one object, the heap backend finds it without comparing
 * what is in it. Task thread only.
 */
final class RecentTimerNamespaces {

  private static final int REMEMBERED = 16; // a power of two

  private final @Nullable TimerNamespace[] recent = new TimerNamespace[REMEMBERED];

  /** The namespace of a timer that is set in {@code scope}. */
  TimerNamespace of(EncodedNamespace scope, TimeDomain domain, String familyId, String timerId) {
    int hash = TimerNamespace.hash(scope, domain, familyId, timerId);
    int place = (hash ^ (hash >>> 8) ^ (hash >>> 16)) & (REMEMBERED - 1);
    TimerNamespace known = recent[place];
    if (known == null || !known.is(scope, domain, familyId, timerId)) {
      known = new TimerNamespace(scope, domain, familyId, timerId);
      recent[place] = known;
    }
    return known;
  }
}
