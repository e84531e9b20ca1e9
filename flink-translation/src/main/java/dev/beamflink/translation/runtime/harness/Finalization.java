package dev.beamflink.translation.runtime.harness;

import dev.beamflink.translation.runtime.harness.HarnessBundle.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.FinalizeBundleRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.InstructionRequest;
import org.apache.beam.runners.fnexecution.control.InstructionRequestHandler;
import org.apache.beam.sdk.transforms.DoFn.BundleFinalizer;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.flink.runtime.execution.CancelTaskException;

/**
 * Tells an SDK harness that the results of one of its bundles are durable. The task waits for its
 * answer, unless it is cancelled.
 */
final class Finalization {

  private Finalization() {}

  /** Has the harness told when that is so; the SDK keeps the time limits of its callbacks. */
  static void register(
      InstructionRequestHandler harness, Outcome bundle, BundleFinalizer finalizer) {
    InstructionRequest request =
        InstructionRequest.newBuilder()
            .setInstructionId("finalize-" + bundle.bundleId())
            .setFinalizeBundle(
                FinalizeBundleRequest.newBuilder().setInstructionId(bundle.bundleId()))
            .build();
    finalizer.afterBundleCommit(
        BoundedWindow.TIMESTAMP_MAX_VALUE,
        () -> await(harness.handle(request).toCompletableFuture()));
  }

  private static void await(CompletableFuture<?> answer) throws ExecutionException {
    try {
      answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelTaskException(e);
    }
  }
}
