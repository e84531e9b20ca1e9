package dev.beamflink.translation.runtime.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.InstructionRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.InstructionResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleDescriptor;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleResponse;
import org.apache.beam.runners.fnexecution.control.InstructionRequestHandler;
import org.apache.beam.sdk.transforms.DoFn.BundleFinalizer.Callback;
import org.apache.flink.runtime.execution.CancelTaskException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

class FinalizationTest {

  private final List<Callback> registered = new ArrayList<>();
  private final Harness harness = new Harness();

  private Callback finalization() {
    Finalization.register(
        harness,
        new HarnessBundle.Outcome("7", ProcessBundleResponse.getDefaultInstance()),
        (expiry, callback) -> registered.add(callback));
    return registered.get(0);
  }

  @Test
  void harnessIsToldOfItsBundle() throws Exception {
    harness.answer.complete(InstructionResponse.getDefaultInstance());
    finalization().onBundleSuccess();
    assertEquals("7", harness.requests.get(0).getFinalizeBundle().getInstructionId());
  }

  @Test
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
  void cancelledTaskDoesNotWaitForAHarnessThatHangs() {
    Callback finalization = finalization();
    Thread.currentThread().interrupt();
    assertThrows(CancelTaskException.class, finalization::onBundleSuccess);
    assertTrue(Thread.interrupted());
  }

  private static final class Harness implements InstructionRequestHandler {
    private final List<InstructionRequest> requests = new ArrayList<>();
    private final CompletableFuture<InstructionResponse> answer = new CompletableFuture<>();

    @Override
    public void registerProcessBundleDescriptor(ProcessBundleDescriptor descriptor) {}

    @Override
    public CompletionStage<InstructionResponse> handle(InstructionRequest request) {
      requests.add(request);
      return answer;
    }

    @Override
    public void close() {}
  }
}
