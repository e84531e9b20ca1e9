package dev.beamflink.runner.result;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointFailureReason;
import org.apache.flink.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;

/**
 * The drain of a job: Flink's stop with a savepoint, ahead of which sources end and all that waits
 * for time fires. Flink knows no drain without a savepoint; nobody goes on from this one. Safe for
 * any thread.
 */
final class Drain {

  /** A job counts as running before its tasks do, and can't be stopped then. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Executor LATER =
      CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS);

  private final JobClient client;
  private final @Nullable String savepointDirectory;
  private final @Nullable ClassLoader context = Thread.currentThread().getContextClassLoader();
  private final long giveUpNanos = System.nanoTime() + PATIENCE.toNanos();

  /**
   * @param savepointDirectory null for that of the cluster's configuration
   */
  Drain(JobClient client, @Nullable String savepointDirectory) {
    this.client = client;
    this.savepointDirectory = savepointDirectory;
  }

  /** Completes when the savepoint is written and the job about to end, or when it goes on. */
  CompletableFuture<String> start() {
    return stop()
        .exceptionallyCompose(
            failure ->
                isTooEarly(failure)
                    ? CompletableFuture.runAsync(() -> {}, LATER).thenCompose(nothing -> start())
                    : CompletableFuture.failedFuture(failure));
  }

  /**
   * A client that does not come as far as to ask fails as one that is refused. It looks for Flink's
   * services in the context of who drains, not in that of a thread which may have been made for a
   * job that is gone.
   */
  private CompletableFuture<String> stop() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(context);
    try {
      // Native: every state backend can write it, and nobody needs the other.
      return client.stopWithSavepoint(true, savepointDirectory, SavepointFormatType.NATIVE);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private boolean isTooEarly(Throwable failure) {
    return System.nanoTime() - giveUpNanos < 0
        && ExceptionUtils.findThrowableWithMessage(
                failure, CheckpointFailureReason.NOT_ALL_REQUIRED_TASKS_RUNNING.message())
            .isPresent();
  }
}
