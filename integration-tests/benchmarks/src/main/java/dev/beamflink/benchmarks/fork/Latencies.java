package dev.beamflink.benchmarks.fork;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;

/** How late numbers come to the sinks of this JVM. */
public final class Latencies {

  /** What a source needs to settle, and its job to compile. */
  public static final long SETTLING_SECONDS = 2;

  private static final long SETTLING_NANOS = TimeUnit.SECONDS.toNanos(SETTLING_SECONDS);
  private static final int DIGITS = 3;

  private static final ConcurrentHistogram NANOS = new ConcurrentHistogram(DIGITS);

  private Latencies() {}

  /** A number has come to a sink. */
  public static void record(long number) {
    Pace pace = Pace.current();
    if (pace.isDueAfter(number, SETTLING_NANOS)) {
      NANOS.recordValue(Math.max(0, System.nanoTime() - pace.dueNanos(number)));
    }
  }

  /** What has been recorded since the last call. */
  static ForkResult.Latency take() {
    ForkResult.Latency latency =
        new ForkResult.Latency(
            NANOS.getTotalCount(), NANOS.getValueAtPercentile(50), NANOS.getValueAtPercentile(99));
    NANOS.reset();
    return latency;
  }
}
