package dev.beamflink.translation.runtime.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.splittable.EndlessSlice;
import dev.beamflink.translation.runtime.stage.SplitLimit;
import dev.beamflink.translation.testkit.TestCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.DelayedBundleApplication;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.InstructionRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.InstructionResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleDescriptor;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleSplitResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleSplitResponse.ChannelSplit;
import org.apache.beam.runners.fnexecution.control.InstructionRequestHandler;
import org.apache.beam.runners.fnexecution.control.RemoteBundle;
import org.apache.beam.sdk.fn.data.FnDataReceiver;
import org.apache.beam.sdk.util.construction.Timer;
import org.apache.beam.sdk.values.KV;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BundleSplitTest {

  private static final long NO_PATIENCE = 0;
  private static final long ENDLESS_PATIENCE = Long.MAX_VALUE;

  private static final ProcessBundleSplitResponse NOTHING =
      ProcessBundleSplitResponse.getDefaultInstance();

  /** What an SDK answers that has no rest to give: no element after the first one is left. */
  private static final ProcessBundleSplitResponse BEHIND_THE_ELEMENT = channelSplit(1);

  private final Harness harness = new Harness();

  @Test
  void splitIsAskedForWithFractionZero() {
    BundleSplit split = new BundleSplit(harness, always(), NO_PATIENCE);
    harness.answer = residual();
    split.look(new Bundle());
    assertEquals(1, harness.requests.size());
    InstructionRequest request = harness.requests.get(0);
    assertEquals("bundle", request.getProcessBundleSplit().getInstructionId());
    assertEquals(
        0, request.getProcessBundleSplit().getDesiredSplitsOrThrow("in").getFractionOfRemainder());
    split.look(new Bundle());
    assertEquals(1, harness.requests.size(), "it has been split");
    assertEquals(1, split.residuals().size());
    assertFalse(split.wholeElementIsLeft());
  }

  @Test
  void sdkThatDoesNotSplitIsAskedAgain() throws Exception {
    for (ProcessBundleSplitResponse answer : List.of(NOTHING, BEHIND_THE_ELEMENT)) {
      BundleSplit split = new BundleSplit(harness, always(), NO_PATIENCE);
      harness.requests.clear();
      harness.answer = answer;
      TestCluster.await(
          "another request",
          () -> {
            split.look(new Bundle());
            return harness.requests.size() == 3;
          });
      assertFalse(split.wholeElementIsLeft());
    }
  }

  @Test
  void elementThatWasNotBegunComesBackWhole() {
    BundleSplit split = new BundleSplit(harness, always(), NO_PATIENCE);
    harness.answer = channelSplit(0);
    split.look(new Bundle());
    split.look(new Bundle());
    assertEquals(1, harness.requests.size());
    assertTrue(split.wholeElementIsLeft());
  }

  @Test
  void shareBeginsWithTheFirstOutput() {
    BundleSplit split = new BundleSplit(harness, always(), ENDLESS_PATIENCE);
    split.look(new Bundle());
    assertEquals(0, harness.requests.size());
    split.output();
    split.look(new Bundle());
    assertEquals(1, harness.requests.size());
  }

  @Test
  void nothingIsAskedForWithinTheLimit() {
    BundleSplit split = new BundleSplit(harness, new EndlessSlice(), NO_PATIENCE);
    split.output();
    split.look(new Bundle());
    assertEquals(0, harness.requests.size());
    assertTrue(split.answered().isDone());
  }

  private static SplitLimit always() {
    return new SplitLimit() {
      @Override
      public boolean reachedAtClaim() {
        return true;
      }

      @Override
      public boolean reachedAtOutput() {
        return true;
      }
    };
  }

  private static ProcessBundleSplitResponse residual() {
    return ProcessBundleSplitResponse.newBuilder()
        .addResidualRoots(DelayedBundleApplication.getDefaultInstance())
        .build();
  }

  private static ProcessBundleSplitResponse channelSplit(long firstResidualElement) {
    return ProcessBundleSplitResponse.newBuilder()
        .addChannelSplits(
            ChannelSplit.newBuilder()
                .setTransformId("in")
                .setLastPrimaryElement(firstResidualElement - 1)
                .setFirstResidualElement(firstResidualElement))
        .build();
  }

  private static final class Harness implements InstructionRequestHandler {
    private final List<InstructionRequest> requests = new ArrayList<>();
    private ProcessBundleSplitResponse answer = NOTHING;

    @Override
    public void registerProcessBundleDescriptor(ProcessBundleDescriptor descriptor) {}

    @Override
    public CompletionStage<InstructionResponse> handle(InstructionRequest request) {
      requests.add(request);
      return CompletableFuture.completedFuture(
          InstructionResponse.newBuilder().setProcessBundleSplit(answer).build());
    }

    @Override
    public void close() {}
  }

  private static final class Bundle implements RemoteBundle {
    @Override
    public String getId() {
      return "bundle";
    }

    @Override
    @SuppressWarnings("rawtypes") // Beam's interface
    public Map<String, FnDataReceiver> getInputReceivers() {
      return Map.of("in", element -> {});
    }

    @Override
    @SuppressWarnings("rawtypes") // Beam's interface
    public Map<KV<String, String>, FnDataReceiver<Timer>> getTimerReceivers() {
      return Map.of();
    }

    @Override
    public void requestProgress() {}

    @Override
    public void split(double fractionOfRemainder) {}

    @Override
    public void close() {}
  }
}
