package dev.beamflink.translation.runtime.harness;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleResponse;
import org.apache.beam.runners.fnexecution.control.RemoteBundle;
import org.apache.flink.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;

/**
 * One bundle in an SDK harness. What may block, sending and closing, is done by another thread, so
 * that the task's thread always takes what comes out; else harness and task could wait for each
 * other. Input goes to that thread in chunks.
 *
 * <p>Used in the task's thread only.
 */
final class HarnessBundle {

  private static final int CHUNK_INPUTS = 100;
  private static final int MAX_UNSENT_CHUNKS = 16;

  /**
   * What has become of a bundle.
   *
   * @param bundleId under which the harness knows it
   * @param response what the harness said at the end
   */
  record Outcome(String bundleId, ProcessBundleResponse response) {}

  private final TaskInbox inbox;
  private final Executor sender;
  private final CompletableFuture<RemoteBundle> opened;
  private final BundleResponse response;

  private List<BundleInput> chunk = new ArrayList<>();

  /** Chunks that may not be sent yet, oldest first. */
  private final Deque<CompletableFuture<Void>> unsent = new ArrayDeque<>();

  /** Done when all that was given to the sender is; fails with the first failure. */
  private CompletableFuture<?> sent;

  /**
   * Opens a bundle.
   *
   * @param opening opens it in the harness; called by {@code sender}
   * @param response is told how the bundle ends
   * @param inbox where outputs arrive
   * @param sender one thread
   */
  HarnessBundle(
      Callable<RemoteBundle> opening, BundleResponse response, TaskInbox inbox, Executor sender) {
    this.inbox = inbox;
    this.sender = sender;
    this.response = response;
    this.opened = CompletableFuture.supplyAsync(() -> call(opening), sender);
    this.sent = opened;
  }

  /** Adds an element or a timer. */
  void add(BundleInput input) {
    chunk.add(input);
    if (chunk.size() >= CHUNK_INPUTS) {
      send();
    }
  }

  private void send() {
    List<BundleInput> inputs = chunk;
    chunk = new ArrayList<>();
    CompletableFuture<Void> sending =
        sent.thenRunAsync(() -> sendAll(opened.join(), inputs), sender);
    sent = sending;
    unsent.add(sending);
    if (unsent.size() > MAX_UNSENT_CHUNKS) {
      inbox.drainUntil(unsent.remove());
    }
    if (sent.isCompletedExceptionally()) {
      finish(); // tells why
    }
  }

  /**
   * Ends the bundle and waits until all its outputs have been taken from the inbox.
   *
   * @throws HarnessFailedException if the bundle has failed
   */
  Outcome finish() {
    CompletableFuture<Void> closed = close();
    inbox.drainUntil(closed);
    return outcome(closed);
  }

  /**
   * Ends the bundle as {@link #finish()} does; looks after something else meanwhile.
   *
   * @param look is run again and again, with the bundle as the harness knows it
   */
  Outcome finish(long millis, Consumer<RemoteBundle> look) {
    CompletableFuture<Void> closed = close();
    inbox.drainUntil(
        closed,
        millis,
        () -> {
          if (opened.isDone() && !opened.isCompletedExceptionally()) {
            look.accept(opened.join());
          }
        });
    return outcome(closed);
  }

  private CompletableFuture<Void> close() {
    if (!chunk.isEmpty()) {
      List<BundleInput> inputs = chunk;
      chunk = new ArrayList<>();
      sent = sent.thenRunAsync(() -> sendAll(opened.join(), inputs), sender);
    }
    return sent.handleAsync(
        (nothing, failure) -> {
          close(failure);
          return null;
        },
        sender);
  }

  private Outcome outcome(CompletableFuture<Void> closed) {
    try {
      closed.join();
    } catch (CompletionException e) {
      throw failure(ExceptionUtils.stripCompletionException(e));
    }
    return new Outcome(opened.join().getId(), response.get());
  }

  /** Closing tells why sending has failed, if the harness knows. */
  private void close(@Nullable Throwable sendFailure) {
    if (!opened.isCompletedExceptionally()) {
      run(opened.join()::close);
    }
    if (sendFailure != null) {
      throw new CompletionException(ExceptionUtils.stripCompletionException(sendFailure));
    }
  }

  private static void sendAll(RemoteBundle bundle, List<BundleInput> inputs) {
    BundleInput.Receivers receivers = BundleInput.Receivers.of(bundle);
    run(
        () -> {
          for (BundleInput input : inputs) {
            input.send(receivers);
          }
        });
  }

  @FunctionalInterface
  private interface RemoteCall {
    void run() throws Exception;
  }

  private static void run(RemoteCall call) {
    try {
      call.run();
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  private static <T> T call(Callable<T> call) {
    try {
      return call.call();
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  private static HarnessFailedException failure(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return new HarnessFailedException(
        Objects.requireNonNullElseGet(cause.getMessage(), cause::toString), thrown);
  }
}
