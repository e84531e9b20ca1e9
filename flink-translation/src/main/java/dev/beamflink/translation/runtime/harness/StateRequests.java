package dev.beamflink.translation.runtime.harness;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateGetResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateResponse;
import org.apache.beam.runners.fnexecution.state.StateRequestHandler;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;

/**
 * Takes what an SDK asks for during a bundle to the task's thread, which alone may look it up.
 * Called by threads of the connection.
 */
final class StateRequests implements StateRequestHandler {

  /** More goes in several answers. */
  private static final int MAX_ANSWER_BYTES = 1 << 20; // 1 MiB

  private final TaskInbox inbox;
  private final HarnessSideInputs sideInputs;

  StateRequests(TaskInbox inbox, HarnessSideInputs sideInputs) {
    this.inbox = inbox;
    this.sideInputs = sideInputs;
  }

  /** What goes wrong is told to the SDK; its bundle fails then, with the message. */
  @Override
  public CompletionStage<StateResponse.Builder> handle(StateRequest request) {
    CompletableFuture<StateResponse.Builder> answer = new CompletableFuture<>();
    inbox.put(
        () -> {
          try {
            answer.complete(answer(request));
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }

  private StateResponse.Builder answer(StateRequest request) {
    if (request.getRequestCase() != StateRequest.RequestCase.GET) {
      throw new UnknownStateException(
          "An SDK wants to %s state of kind %s, which this runner can't do"
              .formatted(request.getRequestCase(), request.getStateKey().getTypeCase()));
    }
    ByteString all = sideInputs.read(request.getStateKey());
    int from = offset(request.getGet().getContinuationToken());
    int to = Math.min(all.size(), from + MAX_ANSWER_BYTES);
    StateGetResponse.Builder part = StateGetResponse.newBuilder().setData(all.substring(from, to));
    if (to < all.size()) {
      part.setContinuationToken(ByteString.copyFromUtf8(Integer.toString(to)));
    }
    return StateResponse.newBuilder().setGet(part);
  }

  /** Continuation tokens say where the next part begins. */
  private static int offset(ByteString continuationToken) {
    return continuationToken.isEmpty() ? 0 : Integer.parseInt(continuationToken.toStringUtf8());
  }
}
