package dev.beamflink.translation.runtime.source;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Time that a test moves. */
final class ManualClock implements ReaderClock {

  private record Alarm(long nanos, CompletableFuture<Void> future) {}

  private final List<Alarm> alarms = new ArrayList<>();
  private long nanos = Long.MAX_VALUE - 5_000_000; // real clocks overflow, too

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public void completeIn(long delayNanos, CompletableFuture<Void> future) {
    alarms.add(new Alarm(nanos + delayNanos, future));
  }

  void advanceMillis(long millis) {
    nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    List<Alarm> due = alarms.stream().filter(alarm -> alarm.nanos - nanos <= 0).toList();
    alarms.removeAll(due);
    due.forEach(alarm -> alarm.future.complete(null));
  }

  @Override
  public void close() {
    alarms.clear();
  }

  int alarms() {
    return alarms.size();
  }
}
