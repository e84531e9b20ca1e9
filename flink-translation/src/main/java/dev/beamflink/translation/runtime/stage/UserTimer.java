package dev.beamflink.translation.runtime.stage;

import dev.beamflink.translation.runtime.time.BeamTime;
import org.apache.beam.runners.core.LateDataUtils;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.TimerInternals;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A timer as user code sees it ({@link Timer}): works out target and output timestamp, checks them
 * and sets the timer in the operator's {@link TimerInternals}.
 */
final class UserTimer implements Timer {

  /** What makes a timer the same timer when it is set again. */
  record Identity(StateNamespace namespace, String id, String family, TimeDomain domain) {}

  private final TimerInternals timers;
  private final Identity identity;
  private final Instant windowExpiry;
  private final Instant current;
  private final TimestampSkew skew;

  private Duration offset = Duration.ZERO;
  private Duration period = Duration.ZERO;
  private @Nullable Instant outputTimestamp;
  private boolean withoutOutputTimestamp;

  UserTimer(
      TimerInternals timers,
      Identity identity,
      BoundedWindow window,
      Duration allowedLateness,
      Instant current,
      TimestampSkew skew) {
    this.timers = timers;
    this.identity = identity;
    this.windowExpiry = LateDataUtils.garbageCollectionTime(window, allowedLateness);
    this.current = current;
    this.skew = skew;
  }

  @Override
  public void set(Instant absoluteTime) {
    timers.setTimer(
        identity.namespace(),
        identity.id(),
        identity.family(),
        absoluteTime,
        checkedOutputTimestamp(absoluteTime),
        identity.domain());
  }

  @Override
  public void setRelative() {
    Instant now = getCurrentRelativeTime();
    Instant target = now.plus(offset);
    if (!period.equals(Duration.ZERO)) {
      long past = target.getMillis() % period.getMillis();
      target = past == 0 ? now : now.plus(period).minus(Duration.millis(past));
    }
    if (isEventTime() && target.isAfter(windowExpiry)) {
      target = windowExpiry;
    }
    set(target);
  }

  @Override
  public void clear() {
    timers.deleteTimer(identity.namespace(), identity.id(), identity.family(), identity.domain());
  }

  @Override
  public Timer offset(Duration newOffset) {
    offset = newOffset;
    return this;
  }

  @Override
  public Timer align(Duration newPeriod) {
    period = newPeriod;
    return this;
  }

  @Override
  public Timer withOutputTimestamp(Instant timestamp) {
    outputTimestamp = timestamp;
    withoutOutputTimestamp = false;
    return this;
  }

  @Override
  public Timer withNoOutputTimestamp() {
    outputTimestamp = null;
    withoutOutputTimestamp = true;
    return this;
  }

  @Override
  public Instant getCurrentRelativeTime() {
    return switch (identity.domain()) {
      case EVENT_TIME -> timers.currentInputWatermarkTime();
      case PROCESSING_TIME -> timers.currentProcessingTime();
      case SYNCHRONIZED_PROCESSING_TIME -> {
        Instant now = timers.currentSynchronizedProcessingTime();
        yield now == null ? timers.currentProcessingTime() : now;
      }
    };
  }

  private Instant checkedOutputTimestamp(Instant target) {
    if (withoutOutputTimestamp) {
      return BeamTime.NO_OUTPUT_TIMESTAMP;
    }
    Instant output = outputTimestamp;
    if (output != null) {
      skew.checkTimer(current, output);
    } else {
      output = isEventTime() ? target : current;
    }
    if (output.isAfter(windowExpiry)) {
      throw new IllegalArgumentException(
          ("Attempted to set %s timer with an output timestamp of %s that is after the"
                  + " expiration of window %s")
              .formatted(domainName(), output, windowExpiry));
    }
    if (isEventTime() && target.isAfter(windowExpiry)) {
      throw new IllegalArgumentException(
          ("Attempted to set %s timer with a firing timestamp of %s that is after the"
                  + " expiration of window %s")
              .formatted(domainName(), target, windowExpiry));
    }
    return output;
  }

  private boolean isEventTime() {
    return identity.domain() == TimeDomain.EVENT_TIME;
  }

  private String domainName() {
    return isEventTime() ? "an event-time" : "a processing-time";
  }
}
