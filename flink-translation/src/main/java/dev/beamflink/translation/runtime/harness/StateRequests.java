package dev.beamflink.translation.runtime.harness;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleRequest.CacheToken;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateAppendResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateClearResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateGetRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateGetResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateKey;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateResponse;
import org.apache.beam.runners.fnexecution.state.StateRequestHandler;
import org.jspecify.annotations.Nullable;

/**
 * Takes what an SDK asks for during a bundle to the task's thread, which alone may look it up.
 * Called by threads of the connection.
 */
final class StateRequests implements StateRequestHandler {

  private final TaskInbox inbox;
  private final HarnessSideInputs sideInputs;
  private final @Nullable HarnessUserStates userStates;
  private final UnsentValues unsentValues;
  private final StatePages pages = new StatePages();
  private final StatePages groupPages = new StatePages(); // which nobody writes to

  /**
   * @param userStates null if the stage has none
   * @param unsentValues of groups that were sent to the SDK in part
   */
  StateRequests(
      TaskInbox inbox,
      HarnessSideInputs sideInputs,
      @Nullable HarnessUserStates userStates,
      UnsentValues unsentValues) {
    this.inbox = inbox;
    this.sideInputs = sideInputs;
    this.userStates = userStates;
    this.unsentValues = unsentValues;
  }

  /** The same for one bundle, whose SDK is told what it may still know. */
  StateRequestHandler forBundle(List<CacheToken> cacheTokens) {
    return new StateRequestHandler() {
      @Override
      public CompletionStage<StateResponse.Builder> handle(StateRequest request) {
        return StateRequests.this.handle(request);
      }

      @Override
      public Iterable<CacheToken> getCacheTokens() {
        return cacheTokens;
      }
    };
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
    StateKey key = request.getStateKey();
    return switch (request.getRequestCase()) {
      case GET -> StateResponse.newBuilder().setGet(read(key, request.getGet()));
      case APPEND -> {
        pages.forget();
        userStates(key).append(key, request.getAppend().getData());
        yield StateResponse.newBuilder().setAppend(StateAppendResponse.getDefaultInstance());
      }
      case CLEAR -> {
        pages.forget();
        userStates(key).clear(key);
        yield StateResponse.newBuilder().setClear(StateClearResponse.getDefaultInstance());
      }
      default ->
          throw new UnknownStateException(
              "An SDK wants to %s state of kind %s, which this runner can't do"
                  .formatted(request.getRequestCase(), key.getTypeCase()));
    };
  }

  private StateGetResponse.Builder read(StateKey key, StateGetRequest get) {
    if (key.hasRunner()) {
      return groupPages.page(
          key, () -> unsentValues.read(key.getRunner().getKey()), get.getContinuationToken());
    }
    if (sideInputs.has(key)) {
      return pages.page(key, () -> sideInputs.read(key), get.getContinuationToken());
    }
    return userStates(key)
        .with(key, state -> pages.page(key, state::read, get.getContinuationToken()));
  }

  private HarnessUserStates userStates(StateKey key) {
    if (userStates == null) {
      throw new UnknownStateException(
          "An SDK asks for state of kind %s, which its stage has not".formatted(key.getTypeCase()));
    }
    return userStates;
  }

  /** A bundle has ended. */
  void bundleFinished() {
    pages.forget();
    groupPages.forget();
    unsentValues.forget();
  }
}
