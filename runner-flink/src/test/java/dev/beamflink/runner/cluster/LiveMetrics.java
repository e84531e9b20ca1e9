package dev.beamflink.runner.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineResult.State;

/** What a running job has counted, seen by its client. */
final class LiveMetrics {

  private static final long TIME_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long POLL_MILLIS = 100;

  private LiveMetrics() {}

  /** Watches a job that counts on until it has counted more than once before; then cancels it. */
  static void rise(PipelineResult countingOn) throws Exception {
    long first = awaitMoreThan(0, countingOn);
    awaitMoreThan(first, countingOn);
    assertEquals(State.RUNNING, countingOn.getState());
    countingOn.cancel();
    assertEquals(State.CANCELLED, countingOn.waitUntilFinish());
    assertTrue(SmallPipelines.counted(countingOn) > first);
  }

  private static long awaitMoreThan(long least, PipelineResult countingOn) throws Exception {
    long deadline = System.nanoTime() + TIME_LIMIT_NANOS;
    while (System.nanoTime() < deadline) {
      long counted = SmallPipelines.counted(countingOn);
      if (counted > least) {
        return counted;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    throw new AssertionError("The job never counted more than " + least);
  }
}
