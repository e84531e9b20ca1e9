package dev.beamflink.runner.result;

import java.time.Duration;
import org.apache.beam.sdk.PipelineResult.State;
import org.jspecify.annotations.Nullable;

/** What {@code waitUntilFinish()} does. Client side; called in the user's thread. */
public sealed interface EndWait permits WaitByFollowing, WaitByAsking, NoWait {

  /** No limit for {@link #await}. */
  Duration FOREVER = Duration.ofMillis(Long.MAX_VALUE);

  /** The job has just been submitted. */
  default void submitted(SubmittedJob job) {}

  /**
   * Waits in the thread of the caller.
   *
   * @param limit how long to wait at most
   * @return the job's state, or null if the limit was reached first
   */
  @Nullable State await(SubmittedJob job, Duration limit) throws InterruptedException;
}
