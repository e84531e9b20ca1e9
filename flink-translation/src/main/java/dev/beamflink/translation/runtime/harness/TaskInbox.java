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

  private static final long FOREVER = 0;

  private final Consumer<Runnable> mailbox;

  // Guarded by this.
  private List<Runnable> items = new ArrayList<>();
  private boolean taskWaits;
  private boolean mailUnderway;
  private int drains; // on the stack of the task's thread

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
    } else if (drains == 0) {
      sendMail();
    }
  }

  private void sendMail() {
    if (!mailUnderway) {
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
   * @param look is run again and again, at least every {@code millis}, however much comes
   * @throws CancelTaskException if the task's thread is interrupted
   */
  void drainUntil(CompletableFuture<?> done, long millis, Runnable look) {
    CompletableFuture<?> unused = done.whenComplete((result, failure) -> wakeUp());
    beginDrain();
    try {
      while (!done.isDone()) {
        await(done, millis);
        drain();
        look.run();
      }
      drain();
    } finally {
      endDrain();
    }
  }

  /**
   * Does what is there, and what comes, until something is done and nothing is left. Task thread.
   *
   * @param done may complete in any way
   * @throws CancelTaskException if the task's thread is interrupted
   */
  void drainUntil(CompletableFuture<?> done) {
    CompletableFuture<?> unused = done.whenComplete((result, failure) -> wakeUp());
    beginDrain();
    try {
      while (await(done, FOREVER)) {
        drain();
      }
    } finally {
      endDrain();
    }
  }

  private synchronized void beginDrain() {
    drains++;
  }

  /** Whatever has come too late for this drain needs a mail; before, none was sent. */
  private synchronized void endDrain() {
    drains--;
    if (drains == 0 && !items.isEmpty()) {
      sendMail();
    }
  }

  private synchronized void wakeUp() {
    notifyAll();
  }

  /** Waits for an item, or until {@code done} is, or the time is up. Whether there is an item. */
  private synchronized boolean await(CompletableFuture<?> done, long millis) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancelTaskException();
    }
    taskWaits = true;
    try {
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
      while (items.isEmpty() && !done.isDone()) {
        if (millis == FOREVER) {
          wait();
        } else {
          long left = end - System.nanoTime();
          if (left <= 0) {
            break;
          }
          TimeUnit.NANOSECONDS.timedWait(this, left);
        }
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
