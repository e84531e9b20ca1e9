package dev.beamflink.translation.runtime.stage;

import dev.beamflink.translation.runtime.time.BeamTime;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.TimerInternals;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A timer as user code sees it ({@link Timer}): works out target and output timestamp, checks them
 * and sets the timer in the operator's {@link TimerInternals}.
 */
final class UserTimer implements Timer {

  private final TimerInternals timers;
  private final StateNamespace namespace;
  private final String id;
  private final String family;
  private final TimeDomain domain;
  private final Instant windowExpiry;
  private final Instant current;
  private final TimestampSkew skew;

  private Duration offset = Duration.ZERO;
  private Duration period = Duration.ZERO;
  private @Nullable Instant outputTimestamp;
  private boolean withoutOutputTimestamp;

  /**
   * @param namespace with id, family and domain what makes it the same timer when it is set again
   * @param windowExpiry when the window's state is gone
   * @param current timestamp of the element or timer being processed
   */
  UserTimer(
      TimerInternals timers,
      StateNamespace namespace,
      String id,
      String family,
      TimeDomain domain,
      Instant windowExpiry,
      Instant current,
      TimestampSkew skew) {
    this.timers = timers;
    this.namespace = namespace;
    this.id = id;
    this.family = family;
    this.domain = domain;
    this.windowExpiry = windowExpiry;
    this.current = current;
    this.skew = skew;
  }

  @Override
  public void set(Instant absoluteTime) {
    timers.setTimer(
        namespace, id, family, absoluteTime, checkedOutputTimestamp(absoluteTime), domain);
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
    timers.deleteTimer(namespace, id, family, domain);
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
    return switch (domain) {
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
    return domain == TimeDomain.EVENT_TIME;
  }

  private String domainName() {
    return isEventTime() ? "an event-time" : "a processing-time";
  }
}
