package dev.beamflink.translation.runtime.source;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The clock of a reader, with a thread that does nothing but complete futures; it starts with the
 * first of them and ends with the reader.
 *
 * <p>Flink gives readers no timers: the runtime context that a source's reader can reach has none,
 * since the operator gets its own only after it has made that context. The JDK's shared timer
 * thread would keep the job's class loader for ever.
 */
final class TimerThread implements ReaderClock {

  private final ScheduledThreadPoolExecutor executor;

  TimerThread(String name) {
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // completing a future does not fail
  public void completeIn(long delayNanos, CompletableFuture<Void> future) {
    executor.schedule(() -> future.complete(null), delayNanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
