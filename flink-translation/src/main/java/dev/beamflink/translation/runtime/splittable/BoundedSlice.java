package dev.beamflink.translation.runtime.splittable;

import java.util.function.BooleanSupplier;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/**
 * A slice that is over after a number of outputs, after its longest time, or after its shortest
 * time if other work waits for the thread. A call that runs has as much time again from its first
 * claim on.
 */
final class BoundedSlice implements Slice {

  /** The clock is read at every so many outputs: it costs more than a cheap output. */
  private static final int OUTPUTS_PER_LOOK = 16; // a power of two

  private final SliceLimits limits;
  private final ProcessingTimeService clock;
  private final BooleanSupplier otherWorkWaits;

  private long startMillis;

  /** When the running call claimed its first position. */
  private long claimingSinceMillis;

  private long outputs;

  BoundedSlice(SliceLimits limits, ProcessingTimeService clock, BooleanSupplier otherWorkWaits) {
    this.limits = limits;
    this.clock = clock;
    this.otherWorkWaits = otherWorkWaits;
  }

  @Override
  public void begin() {
    startMillis = clock.getCurrentProcessingTime();
    claimingSinceMillis = startMillis;
    outputs = 0;
  }

  @Override
  public boolean isOver() {
    return outputs >= limits.maxOutputs() || isTimeOver(startMillis);
  }

  @Override
  public void claimsFirst() {
    claimingSinceMillis = clock.getCurrentProcessingTime();
  }

  @Override
  public boolean reachedAtClaim() {
    return outputs >= limits.maxOutputs() || isTimeOver(claimingSinceMillis);
  }

  @Override
  public boolean reachedAtOutput() {
    outputs++;
    return outputs >= limits.maxOutputs()
        || ((outputs & (OUTPUTS_PER_LOOK - 1)) == 0 && isTimeOver(claimingSinceMillis));
  }

  private boolean isTimeOver(long sinceMillis) {
    long elapsed = clock.getCurrentProcessingTime() - sinceMillis;
    return elapsed >= limits.maxMillis()
        || (elapsed >= limits.minMillis() && otherWorkWaits.getAsBoolean());
  }
}
