package dev.beamflink.translation.runtime.teststream;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.apache.flink.util.clock.Clock;

/**
 * Processing time that moves only when it is told to. Takes the place of the task's clock in an
 * operator; fires timers in the call that moves it. Task thread only.
 *
 * <p>As with Flink's own service, a timer for a millisecond fires when that has passed. One that is
 * due when it is set waits for the next {@link #fireDue}.
 */
final class TestClock extends Clock implements ProcessingTimeService {

  private final PriorityQueue<Alarm> alarms =
      new PriorityQueue<>(
          Comparator.comparingLong((Alarm alarm) -> alarm.timeMillis)
              .thenComparingLong(alarm -> alarm.sequence));
  private long nowMillis = TestSteps.START_MILLIS;
  private long sequence;

  /** Moves the clock; it never goes back. Fires nothing. */
  void set(long timeMillis) {
    nowMillis = Math.max(nowMillis, timeMillis);
  }

  /** Fires what is due, by time, with what is set meanwhile. */
  void fireDue() throws Exception {
    while (!alarms.isEmpty() && alarms.peek().timeMillis < nowMillis) {
      Alarm alarm = alarms.remove();
      if (alarm.complete(null)) { // unless cancelled
        alarm.callback.onProcessingTime(alarm.timeMillis);
      }
    }
  }

  @Override
  public ScheduledFuture<?> registerTimer(long timestamp, ProcessingTimeCallback target) {
    Alarm alarm = new Alarm(timestamp, sequence++, target);
    alarms.add(alarm);
    return alarm;
  }

  @Override
  public Clock getClock() {
    return this;
  }

  @Override
  public long absoluteTimeMillis() {
    return nowMillis;
  }

  @Override
  public long relativeTimeMillis() {
    return nowMillis;
  }

  @Override
  public long relativeTimeNanos() {
    return TimeUnit.MILLISECONDS.toNanos(nowMillis);
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      ProcessingTimeCallback callback, long initialDelay, long period) {
    throw noPeriods();
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      ProcessingTimeCallback callback, long initialDelay, long period) {
    throw noPeriods();
  }

  private static UnsupportedOperationException noPeriods() {
    return new UnsupportedOperationException(
        "A TestStream's clock has no periodic timers; an operator of ours sets each by itself");
  }

  @Override
  public CompletableFuture<Void> quiesce() {
    return CompletableFuture.completedFuture(null);
  }

  private static final class Alarm extends CompletableFuture<Void>
      implements ScheduledFuture<Void> {

    private final long timeMillis;
    private final long sequence;
    private final ProcessingTimeCallback callback;

    Alarm(long timeMillis, long sequence, ProcessingTimeCallback callback) {
      this.timeMillis = timeMillis;
      this.sequence = sequence;
      this.callback = callback;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      throw new UnsupportedOperationException("How long a TestStream takes is known to nobody");
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(timeMillis, ((Alarm) other).timeMillis);
    }
  }
}
