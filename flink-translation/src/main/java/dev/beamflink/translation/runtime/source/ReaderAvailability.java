package dev.beamflink.translation.runtime.source;

import java.util.concurrent.CompletableFuture;

/**
 * Tells the task when to poll the reader again. Owned by a reader, changed by the task thread only,
 * except that a clock completes the future.
 */
final class ReaderAvailability {

  private CompletableFuture<Void> available = CompletableFuture.completedFuture(null);

  /** What {@code SourceReader.isAvailable} answers. */
  CompletableFuture<Void> future() {
    return available;
  }

  /** The reader has nothing to do until the next {@link #wake}. */
  void sleep() {
    if (available.isDone()) {
      available = new CompletableFuture<>();
    }
  }

  /** The reader has nothing to do until the next {@link #wake}, or for some time. */
  void sleep(long nanos, ReaderClock clock) {
    sleep();
    clock.completeIn(nanos, available);
  }

  void wake() {
    available.complete(null);
  }
}
