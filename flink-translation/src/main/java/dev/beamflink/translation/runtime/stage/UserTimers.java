package dev.beamflink.translation.runtime.stage;

import java.util.HashMap;
import java.util.Map;
import org.apache.beam.runners.core.LateDataUtils;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerMap;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.reflect.DoFnSignature;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Gives a DoFn its timers: reads the declarations once, then makes a handle per call. */
final class UserTimers {

  private final StageServices services;
  private final UserStates states;
  private final TimestampSkew skew;
  private final Duration allowedLateness;
  private final DeclaredTimers declared;

  /** What is the same for all timers of a window, of the window that was asked for last. */
  private @Nullable BoundedWindow lastWindow;

  private Instant lastExpiry = BoundedWindow.TIMESTAMP_MAX_VALUE;

  UserTimers(
      StageServices services,
      UserStates states,
      TimestampSkew skew,
      Duration allowedLateness,
      DoFn<?, ?> doFn,
      DoFnSignature signature) {
    this.services = services;
    this.states = states;
    this.skew = skew;
    this.allowedLateness = allowedLateness;
    this.declared = DeclaredTimers.of(doFn, signature);
  }

  DeclaredTimers declared() {
    return declared;
  }

  /**
   * The timer of the current key and the given window.
   *
   * @param current timestamp of the element or timer being processed
   */
  Timer timer(String timerId, BoundedWindow window, Instant current) {
    return handle(domain(declared.timers(), timerId), timerId, "", window, current);
  }

  /** The timers of a family, of the current key and the given window. */
  TimerMap family(String familyId, BoundedWindow window, Instant current) {
    TimeDomain domain = domain(declared.families(), familyId);
    Map<String, Timer> handles = new HashMap<>();
    return new TimerMap() {
      @Override
      public void set(String timerId, Instant absoluteTime) {
        get(timerId).set(absoluteTime);
      }

      @Override
      public Timer get(String timerId) {
        return handles.computeIfAbsent(
            timerId, id -> handle(domain, id, familyId, window, current));
      }
    };
  }

  private Timer handle(
      TimeDomain domain, String timerId, String familyId, BoundedWindow window, Instant current) {
    return new UserTimer(
        services.timers(),
        states.namespace(window),
        timerId,
        familyId,
        domain,
        expiryOf(window),
        current,
        skew);
  }

  private Instant expiryOf(BoundedWindow window) {
    if (!window.equals(lastWindow)) {
      lastExpiry = LateDataUtils.garbageCollectionTime(window, allowedLateness);
      lastWindow = window;
    }
    return lastExpiry;
  }

  private static TimeDomain domain(Map<String, TimeDomain> declared, String id) {
    TimeDomain domain = declared.get(id);
    if (domain == null) {
      throw new IllegalArgumentException(
          "Timer '%s' is not declared: known are %s".formatted(id, declared.keySet()));
    }
    return domain;
  }
}
