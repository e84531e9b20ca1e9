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
}
