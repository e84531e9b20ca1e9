package dev.beamflink.translation.runtime.harness;

import java.io.IOException;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.DelayedBundleApplication;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleResponse;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Duration;

/**
 * What an SDK has given back of restrictions, to be processed later: the earliest first. Task
 * thread only.
 */
final class Residuals {

  private record Residual(long dueNanos, WindowedValue<?> element) {}

  private final PriorityQueue<Residual> waiting =
      new PriorityQueue<>(Comparator.comparingLong(Residual::dueNanos));

  /**
   * Takes what a bundle has left.
   *
   * @param coder of the stage's input
   */
  void add(ProcessBundleResponse response, Coder<WindowedValue<?>> coder) {
    for (DelayedBundleApplication residual : response.getResidualRootsList()) {
      try {
        waiting.add(
            new Residual(
                System.nanoTime() + nanos(residual.getRequestedTimeDelay()),
                coder.decode(residual.getApplication().getElement().newInput())));
      } catch (IOException e) {
        throw new IllegalStateException(
            "What an SDK harness has left of a restriction can't be read: " + e.getMessage(), e);
      }
    }
  }

  private static long nanos(Duration duration) {
    return TimeUnit.SECONDS.toNanos(duration.getSeconds()) + duration.getNanos();
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Completes when the earliest one may be processed. */
  CompletableFuture<Void> due() {
    long wait = Math.max(0, waiting.element().dueNanos() - System.nanoTime());
    return CompletableFuture.runAsync(
        () -> {}, CompletableFuture.delayedExecutor(wait, TimeUnit.NANOSECONDS));
  }

  /** Takes the earliest one out. */
  WindowedValue<?> remove() {
    return waiting.remove().element();
  }
}
