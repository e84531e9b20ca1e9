package dev.beamflink.translation.runtime.harness;

import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Reads answers of a harness in the thread that brings them, and remembers the first that could not
 * be read: whoever waits hears of an end without a reason. Safe for any thread.
 */
final class ReadAnswers implements Executor {

  private @Nullable RuntimeException failure; // guarded by this

  @Override
  public synchronized void execute(Runnable reading) {
    try {
      reading.run();
    } catch (RuntimeException e) {
      failure = failure == null ? e : failure;
    }
  }

  /** Why an answer could not be read; waits for one that is being read. */
  synchronized Optional<RuntimeException> failure() {
    return Optional.ofNullable(failure);
  }
}
