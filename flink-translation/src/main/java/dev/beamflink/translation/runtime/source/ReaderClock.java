package dev.beamflink.translation.runtime.source;

import java.util.concurrent.CompletableFuture;

/** Time for a reader that has to look again later. Owned by the reader. */
interface ReaderClock extends AutoCloseable {

  /** Nanoseconds since some fixed moment. */
  long nanos();

  /** Completes the future after the delay, in any thread, unless the clock is closed before. */
  void completeIn(long delayNanos, CompletableFuture<Void> future);

  @Override
  void close();
}
