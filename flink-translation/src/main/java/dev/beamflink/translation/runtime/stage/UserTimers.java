package dev.beamflink.translation.runtime.stage;

import java.util.HashMap;
import java.util.Map;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerMap;
import org.apache.beam.sdk.state.TimerSpec;
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
  private final Duration allowedLateness;
  private final Map<String, TimeDomain> timers = new HashMap<>();
  private final Map<String, TimeDomain> families = new HashMap<>();

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
    signature
        .timerDeclarations()
        .forEach((id, declared) -> timers.put(id, domainOf(declared.field(), doFn)));
    signature
        .timerFamilyDeclarations()
        .forEach((id, declared) -> families.put(id, domainOf(declared.field(), doFn)));
  }

  private static TimeDomain domainOf(java.lang.reflect.Field field, DoFn<?, ?> doFn) {
    Object spec;
    try {
      field.setAccessible(true);
      spec = field.get(doFn);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("Timer field %s can't be read".formatted(field), e);
    }
    if (!(spec instanceof TimerSpec timerSpec)) {
      throw new IllegalStateException(
          "Timer field %s holds %s, not a TimerSpec".formatted(field, spec));
    }
    return timerSpec.getTimeDomain();
  }

  /**
   * The timer of the current key and the given window.
   *
   * @param current timestamp of the element or timer being processed
   */
  Timer timer(String timerId, BoundedWindow window, Instant current) {
    return handle(domain(timers, timerId), timerId, "", window, current);
  }

  /** The timers of a family, of the current key and the given window. */
  TimerMap family(String familyId, BoundedWindow window, Instant current) {
    TimeDomain domain = domain(families, familyId);
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
    StateNamespace namespace = states.namespace(window);
    return new UserTimer(
        services.timers(),
        new UserTimer.Identity(namespace, timerId, familyId, domain),
        window,
        allowedLateness,
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
