package dev.beamflink.translation.runtime.harness.environment;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What runs an SDK harness, from the moment it was started. Safe for any thread. */
interface Worker {

  /** Done when it has ended, by itself or not; never, if that can't be known. */
  CompletableFuture<?> ended();

  /**
   * What is known of it, for who reads of a failure: sentences, with the last it has said. Waits
   * for a moment if it is just ending.
   */
  String account();

  /**
   * Ends it, and all that is left of it. May take seconds.
   *
   * @param grace how long it may go on to end by itself, since it knows that it should
   */
  void stop(Duration grace);
}
