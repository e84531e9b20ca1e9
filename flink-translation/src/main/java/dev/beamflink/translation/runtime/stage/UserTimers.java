package dev.beamflink.translation.runtime.stage;

import dev.beamflink.translation.runtime.time.ExpiryTimes;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerMap;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.reflect.DoFnSignature;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Duration;
import org.joda.time.Instant;

/** Gives a DoFn its timers: reads the declarations once, then makes a handle per call. */
final class UserTimers {

  private final StageServices services;
  private final UserStates states;
  private final TimestampSkew skew;
  private final ExpiryTimes expiries;
  private final DeclaredTimers declared;

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
    this.expiries = new ExpiryTimes(allowedLateness);
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
        expiries.of(window),
        current,
        skew);
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
