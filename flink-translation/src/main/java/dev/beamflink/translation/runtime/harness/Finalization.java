package dev.beamflink.translation.runtime.harness;

import dev.beamflink.translation.runtime.harness.HarnessBundle.Outcome;
import dev.beamflink.translation.runtime.stage.StageServices;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.FinalizeBundleRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.InstructionRequest;
import org.apache.beam.runners.fnexecution.control.InstructionRequestHandler;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;

/** Tells an SDK harness that the results of one of its bundles are durable. */
final class Finalization {

  private Finalization() {}

  /** Has the harness told when that is so; the SDK keeps the time limits of its callbacks. */
  static void register(InstructionRequestHandler harness, Outcome bundle, StageServices services) {
    InstructionRequest request =
        InstructionRequest.newBuilder()
            .setInstructionId("finalize-" + bundle.bundleId())
            .setFinalizeBundle(
                FinalizeBundleRequest.newBuilder().setInstructionId(bundle.bundleId()))
            .build();
    services
        .bundleFinalizer()
        .afterBundleCommit(
            BoundedWindow.TIMESTAMP_MAX_VALUE,
            () -> harness.handle(request).toCompletableFuture().join());
  }
}
