package dev.beamflink.translation.runtime.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.execution.CancelTaskException;
import org.junit.jupiter.api.Test;

class TaskInboxTest {

  private final List<Runnable> mails = new ArrayList<>();
  private final List<String> done = new ArrayList<>();
  private final TaskInbox inbox = new TaskInbox(mails::add);

  @Test
  void idleTaskGetsOneMailForAllItems() {
    inbox.put(() -> done.add("a"));
    inbox.put(() -> done.add("b"));
    assertEquals(1, mails.size());
    mails.remove(0).run();
    assertEquals(List.of("a", "b"), done);
    inbox.put(() -> done.add("c"));
    assertEquals(1, mails.size());
  }

  @Test
  void mailAfterTheItemsWereTakenDoesNothing() {
    inbox.put(() -> done.add("a"));
    inbox.drain();
    mails.remove(0).run();
    assertEquals(List.of("a"), done);
  }

  @Test
  void waitingTaskTakesWhatOtherThreadsPut() {
    CompletableFuture<Void> bundle = new CompletableFuture<>();
    Thread harness =
        new Thread(
            () -> {
              inbox.put(() -> done.add("a"));
              inbox.put(() -> done.add("b"));
              bundle.complete(null);
            });
    harness.start();
    inbox.drainUntil(bundle);
    assertEquals(List.of("a", "b"), done);
  }

  @Test
  void failureOfWhatIsWaitedForEndsTheWait() {
    inbox.put(() -> done.add("a"));
    inbox.drainUntil(CompletableFuture.failedFuture(new IllegalStateException()));
    assertEquals(List.of("a"), done);
  }

  @Test
  void interruptedTaskStopsWaiting() {
    Thread.currentThread().interrupt();
    assertThrows(CancelTaskException.class, () -> inbox.drainUntil(new CompletableFuture<Void>()));
    assertTrue(Thread.interrupted());
  }

  /** Else a bundle that always puts something out would never be split. */
  @Test
  void somethingElseIsLookedAfterHoweverMuchComes() {
    CompletableFuture<Void> bundle = new CompletableFuture<>();
    Runnable endless =
        new Runnable() {
          @Override
          public void run() {
            inbox.put(this);
          }
        };
    inbox.put(endless);
    int[] looks = {0};
    inbox.drainUntil(
        bundle,
        10,
        () -> {
          if (++looks[0] == 3) {
            bundle.complete(null);
          }
        });
    assertEquals(3, looks[0]);
  }

  @Test
  void interruptedTaskStopsHoweverMuchComes() {
    Runnable endless =
        new Runnable() {
          @Override
          public void run() {
            inbox.put(this);
            Thread.currentThread().interrupt();
          }
        };
    inbox.put(endless);
    assertThrows(CancelTaskException.class, () -> inbox.drainUntil(new CompletableFuture<Void>()));
    assertTrue(Thread.interrupted());
  }

  /** A mail would tell the operator that other work waits. */
  @Test
  void busyTaskGetsNoMailForWhatItTakesItself() {
    CompletableFuture<Void> bundle = new CompletableFuture<>();
    inbox.drainUntil(
        bundle,
        10,
        () -> {
          inbox.put(() -> done.add("a"));
          bundle.complete(null);
        });
    assertEquals(List.of("a"), done);
    assertEquals(List.of(), mails);
  }

  @Test
  void whatComesTooLateForItHasAMail() {
    CompletableFuture<Void> bundle = new CompletableFuture<>();
    inbox.drainUntil(
        bundle,
        10,
        () -> {
          inbox.put(() -> inbox.put(() -> done.add("late")));
          bundle.complete(null);
        });
    assertEquals(List.of(), done);
    mails.remove(0).run();
    assertEquals(List.of("late"), done);
  }
}
