package dev.beamflink.runner.result;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.beam.sdk.PipelineResult.State;
import org.jspecify.annotations.Nullable;

/** Follows the job from its submission to its end: the default. */
public record WaitByFollowing() implements EndWait {

  @Override
  public void submitted(SubmittedJob job) {
    job.follow();
  }

  @Override
  public @Nullable State await(SubmittedJob job, Duration limit) throws InterruptedException {
    try {
      job.end().get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return null;
    } catch (ExecutionException e) {
      // The state says what it was.
    }
    return job.stateAtEnd();
  }
}
