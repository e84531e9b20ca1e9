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

  UntilMailSlice(long minMillis, ProcessingTimeService clock, BooleanSupplier otherWorkWaits) {
    this.minMillis = minMillis;
    this.clock = clock;
    this.otherWorkWaits = otherWorkWaits;
  }

  @Override
  public void begin() {
    startMillis = clock.getCurrentProcessingTime();
  }

  @Override
  public boolean isOver() {
    return otherWorkWaits.getAsBoolean()
        && clock.getCurrentProcessingTime() - startMillis >= minMillis;
  }

  @Override
  public boolean reachedAtClaim() {
    return isOver();
  }

  @Override
  public boolean reachedAtOutput() {
    return isOver();
  }
}
