package dev.beamflink.translation.runtime.harness;

import dev.beamflink.translation.runtime.stage.SplitLimit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.DelayedBundleApplication;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.InstructionRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.InstructionResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleSplitRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleSplitRequest.DesiredSplit;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleSplitResponse;
import org.apache.beam.runners.fnexecution.control.InstructionRequestHandler;
import org.apache.beam.runners.fnexecution.control.RemoteBundle;
import org.jspecify.annotations.Nullable;

/**
 * Stops a bundle of one restriction when it has had its share: asks the SDK to split off all that
 * it has not begun with ({@code ProcessBundleSplitRequest} with fraction 0).
 *
 * <p>An SDK that has not begun to process the restriction cannot split it, and one that has not got
 * beyond its preparations would split off everything. So the share begins with the first output, or
 * after a while without one, as SDKs may keep outputs back. An SDK that does not split is asked
 * again. Task thread only.
 */
final class BundleSplit {

  private static final long BETWEEN_REQUESTS_NANOS = 100_000_000; // 100 ms

  private final InstructionRequestHandler harness;
  private final SplitLimit limit;
  private final long patienceNanos;
  private final long beginNanos = System.nanoTime();
  private boolean hasOutput;
  private boolean limitReached;
  private int requests;
  private long requestNanos;
  private @Nullable CompletableFuture<InstructionResponse> request;

  /**
   * @param patienceNanos how long the restriction may run that puts nothing out
   */
  BundleSplit(InstructionRequestHandler harness, SplitLimit limit, long patienceNanos) {
    this.harness = harness;
    this.limit = limit;
    this.patienceNanos = patienceNanos;
  }

  /** The bundle has put something out. */
  void output() {
    if (!hasOutput) {
      hasOutput = true;
      limit.claimsFirst();
    }
    limitReached |= limit.reachedAtOutput();
  }

  /** To be called again and again while the bundle runs. */
  void look(RemoteBundle bundle) {
    long now = System.nanoTime();
    if (mayAsk(now) && isOver(now)) {
      requestNanos = now;
      request = harness.handle(request(bundle)).toCompletableFuture();
    }
  }

  private boolean mayAsk(long now) {
    CompletableFuture<InstructionResponse> last = request;
    return last == null
        || (last.isDone() && !hasSplit() && now - requestNanos >= BETWEEN_REQUESTS_NANOS);
  }

  private boolean isOver(long now) {
    return hasOutput
        ? limitReached || limit.reachedAtClaim()
        : now - beginNanos >= patienceNanos && limit.reachedAtClaim();
  }

  private InstructionRequest request(RemoteBundle bundle) {
    return InstructionRequest.newBuilder()
        .setInstructionId("split-" + requests++ + "-" + bundle.getId())
        .setProcessBundleSplit(
            ProcessBundleSplitRequest.newBuilder()
                .setInstructionId(bundle.getId())
                .putDesiredSplits(
                    bundle.getInputReceivers().keySet().iterator().next(),
                    DesiredSplit.newBuilder()
                        .setFractionOfRemainder(0)
                        .setEstimatedInputElements(1)
                        .build()))
        .build();
  }

  /** Completes when nothing that was asked for is open. */
  CompletableFuture<?> answered() {
    return request == null ? CompletableFuture.completedFuture(null) : request;
  }

  /** A channel split behind the one element of the bundle leaves nothing. */
  private boolean hasSplit() {
    return answer().getResidualRootsCount() > 0 || wholeElementIsLeft();
  }

  boolean hasOutput() {
    return hasOutput;
  }

  /** The answer to the last request; empty if there is none, or the SDK could not split. */
  private ProcessBundleSplitResponse answer() {
    CompletableFuture<InstructionResponse> last = request;
    return last == null || last.isCompletedExceptionally()
        ? ProcessBundleSplitResponse.getDefaultInstance()
        : last.join().getProcessBundleSplit();
  }

  /** Whether the SDK has given the whole element back: its position in the input is 0. */
  boolean wholeElementIsLeft() {
    return answer().getChannelSplitsList().stream()
        .anyMatch(split -> split.getFirstResidualElement() == 0);
  }

  /** What was split off. */
  List<DelayedBundleApplication> residuals() {
    return answer().getResidualRootsList();
  }
}
