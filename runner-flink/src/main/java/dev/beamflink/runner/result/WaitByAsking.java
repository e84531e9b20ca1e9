package dev.beamflink.runner.result;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.PipelineResult.State;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the job's state at intervals, and for its result once it has one: {@code
 * --attachedMode=false}.
 *
 * @param interval between two questions
 */
public record WaitByAsking(Duration interval) implements EndWait {

  @Override
  public @Nullable State await(SubmittedJob job, Duration limit) throws InterruptedException {
    long start = System.nanoTime();
    while (true) {
      State state = job.state();
      long leftMillis = limit.toMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      if (state.isTerminal() || state == State.UNKNOWN) {
        // For the failure and the metrics; a cluster that is gone ends this at once.
        State ended = new WaitByFollowing().await(job, Duration.ofMillis(Math.max(leftMillis, 1)));
        return ended == null && state.isTerminal() ? state : ended;
      }
      if (leftMillis <= 0) {
        return null;
      }
      TimeUnit.MILLISECONDS.sleep(Math.min(leftMillis, interval.toMillis()));
    }
  }
}
