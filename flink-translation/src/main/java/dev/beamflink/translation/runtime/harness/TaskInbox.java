package dev.beamflink.translation.runtime.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.runtime.execution.CancelTaskException;

/**
 * The queue from the threads of a harness's connection to the task's thread: what comes out of a
 * bundle goes on in the task's thread only.
 *
 * <p>It has no limit, so that no thread of a connection waits here. There is never much in it: of a
 * stage's outputs no more messages are asked for until those that came have been done; an SDK that
 * reads state waits for the answer, and what it writes it has had in its own memory.
 */
final class TaskInbox {

  private final Consumer<Runnable> mailbox;

  // Guarded by this.
  private List<Runnable> items = new ArrayList<>();
  private boolean taskWaits;
  private boolean mailUnderway;

  /**
   * @param mailbox runs an action in the task's thread, soon
   */
  TaskInbox(Consumer<Runnable> mailbox) {
    this.mailbox = mailbox;
  }

  /** Adds what the task's thread is to do. Called from any thread. */
  synchronized void put(Runnable item) {
    items.add(item);
    if (taskWaits) {
      notifyAll();
    } else if (!mailUnderway) {
      mailUnderway = true;
      mailbox.accept(this::mail);
    }
  }

  private void mail() {
    synchronized (this) {
      mailUnderway = false;
    }
    drain();
  }

  /** Does all that is there. Task thread. */
  void drain() {
    take().forEach(Runnable::run);
  }

  private synchronized List<Runnable> take() {
    List<Runnable> taken = items;
    items = new ArrayList<>();
    return taken;
  }

  /**
   * Does what is there, and what comes, until something is done and nothing is left; looks after
   * something else meanwhile. Task thread.
   *
   * @param done may complete in any way
   * @param look is run again and again, at least every {@code millis}
   * @throws CancelTaskException if the task's thread is interrupted
   */
  void drainUntil(CompletableFuture<?> done, long millis, Runnable look) {
    CompletableFuture<?> ended = done.handle((result, failure) -> null);
    while (!done.isDone()) {
      CompletableFuture<Void> pause = new CompletableFuture<>();
      drainUntil(
          CompletableFuture.anyOf(
              ended, pause.completeOnTimeout(null, millis, TimeUnit.MILLISECONDS)));
      look.run();
    }
    drain();
  }

  /**
   * Does what is there, and what comes, until something is done and nothing is left. Task thread.
   *
   * @param done may complete in any way
   * @throws CancelTaskException if the task's thread is interrupted
   */
  void drainUntil(CompletableFuture<?> done) {
    CompletableFuture<?> unused = done.whenComplete((result, failure) -> wakeUp());
    while (awaitItemOr(done)) {
      drain();
    }
  }

  private synchronized void wakeUp() {
    notifyAll();
  }

  /** Whether there is an item; otherwise, what was waited for is done. */
  private synchronized boolean awaitItemOr(CompletableFuture<?> done) {
    taskWaits = true;
    try {
      while (items.isEmpty() && !done.isDone()) {
        wait();
      }
      return !items.isEmpty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelTaskException(e);
    } finally {
      taskWaits = false;
    }
  }
}
