package dev.beamflink.cluster.job.fault;

import java.util.concurrent.TimeUnit;

/**
 * Decides when one reader may read on: at its rate from where it began, slowly through what is held
 * back, so that there is always something to disturb, and as fast as possible to its end once the
 * driver has released it. Not safe for threads: owned by a reader.
 */
final class Pace {
  private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Schedule schedule;
  private final Meeting meeting;
  private final long firstOffset;
  private final long startNanos = System.nanoTime();
  private long lastNanos = startNanos;
  private boolean released;

  Pace(Schedule schedule, long firstOffset) {
    this.schedule = schedule;
    this.meeting = schedule.meeting();
    this.firstOffset = firstOffset;
  }

  /** Whether the element may be read now; the caller does so if it may. */
  boolean allows(long offset) {
    long now = System.nanoTime();
    boolean allowed =
        schedule.isHeldBack(offset)
            ? isReleased() || (offset < schedule.elements() - 1 && now - lastNanos >= SLOW_NANOS)
            : isDue(offset, now);
    if (allowed) {
      lastNanos = now;
    }
    return allowed;
  }

  private boolean isDue(long offset, long nowNanos) {
    if (schedule.perSecond() == 0 || isReleased()) {
      return true;
    }
    long nanosPerElement = TimeUnit.SECONDS.toNanos(1) / schedule.perSecond();
    return nowNanos - startNanos >= (offset - firstOffset) * nanosPerElement;
  }

  private boolean isReleased() {
    released = released || meeting.isReleased();
    return released;
  }
}
