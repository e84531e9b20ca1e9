package dev.beamflink.translation.runtime.splittable;

import java.util.function.BooleanSupplier;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/**
 * A slice that is over when other work waits for the thread, after its shortest time. Looks at the
 * clock only then, as most slices go on for long.
 */
final class UntilMailSlice implements Slice {

  private final long minMillis;
  private final ProcessingTimeService clock;
  private final BooleanSupplier otherWorkWaits;

  private long startMillis;

  /** When the running call claimed its first position. */
  private long claimingSinceMillis;

  UntilMailSlice(long minMillis, ProcessingTimeService clock, BooleanSupplier otherWorkWaits) {
    this.minMillis = minMillis;
    this.clock = clock;
    this.otherWorkWaits = otherWorkWaits;
  }

  @Override
  public void begin() {
    startMillis = clock.getCurrentProcessingTime();
    claimingSinceMillis = startMillis;
  }

  @Override
  public boolean isOver() {
    return isTimeOver(startMillis);
  }

  @Override
  public void claimsFirst() {
    claimingSinceMillis = clock.getCurrentProcessingTime();
  }

  @Override
  public boolean reachedAtClaim() {
    return isTimeOver(claimingSinceMillis);
  }

  @Override
  public boolean reachedAtOutput() {
    return isTimeOver(claimingSinceMillis);
  }

  private boolean isTimeOver(long sinceMillis) {
    return otherWorkWaits.getAsBoolean()
        && clock.getCurrentProcessingTime() - sinceMillis >= minMillis;
  }
}
