package dev.beamflink.translation.runtime.harness;

import dev.beamflink.model.payload.SdfTruncate;
import dev.beamflink.translation.runtime.element.Drained;
import dev.beamflink.translation.runtime.stage.RestrictedElement;
import dev.beamflink.translation.runtime.stage.StageSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.apache.beam.model.pipeline.v1.RunnerApi.Components;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.runners.fnexecution.control.OutputReceiverFactory;
import org.apache.beam.runners.fnexecution.control.RemoteBundle;
import org.apache.beam.runners.fnexecution.state.StateRequestHandler;
import org.apache.beam.sdk.fn.data.FnDataReceiver;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.jspecify.annotations.Nullable;

/**
 * Has an SDK say what must still be processed of a restriction when the job drains: runs a stage of
 * one transform, the truncating part of the same splittable ParDo. Task thread only.
 */
final class HarnessTruncation {

  private static final String TRUNCATED = "truncated";

  private final StageBundles bundles;
  private final StateRequestHandler stateRequests;
  private final TaskInbox inbox;
  private final Executor sender;

  /**
   * @param spec the stage whose root processes the restrictions
   * @param stateRequests answers what user code asks of side inputs
   * @param sender one thread, which may block
   */
  HarnessTruncation(
      StageSpec spec,
      JobHarnesses harnesses,
      StateRequestHandler stateRequests,
      TaskInbox inbox,
      Executor sender) {
    this.bundles =
        harnesses.forStage(ExecutableStages.of(truncating(spec)), inbox, new UnsentValues());
    this.stateRequests = stateRequests;
    this.inbox = inbox;
    this.sender = sender;
  }

  private static StageSpec truncating(StageSpec spec) {
    Components components = spec.components();
    String rootId = spec.transformIds().get(0);
    PTransform.Builder truncate =
        components.getTransformsOrThrow(rootId).toBuilder()
            .clearOutputs()
            .putOutputs(TRUNCATED, TRUNCATED);
    truncate.getSpecBuilder().setUrn(SdfTruncate.URN);
    return new StageSpec(
        spec.name() + " (truncation)",
        components.toBuilder()
            .putTransforms(rootId, truncate.build())
            .putPcollections(TRUNCATED, components.getPcollectionsOrThrow(spec.inputId()))
            .build(),
        List.of(rootId),
        spec.inputId(),
        List.of(TRUNCATED),
        spec.options());
  }

  /**
   * Cuts a restriction down.
   *
   * @param element of the stage's input
   * @return null if nothing of it must be processed
   */
  @Nullable RestrictedElement truncate(WindowedValue<?> element) {
    List<WindowedValue<?>> truncated = new ArrayList<>();
    BundleResponse response = new BundleResponse();
    HarnessBundle bundle =
        new HarnessBundle(() -> open(response, truncated), response, inbox, sender);
    bundle.add(BundleInput.element(element));
    HarnessBundle.Outcome unused = bundle.finish();
    if (truncated.isEmpty()) {
      return null;
    }
    WindowedValue<?> rest = truncated.get(0);
    return RestrictedElement.of(((KV<?, ?>) rest.getValue()).getKey(), Drained.of(rest));
  }

  private RemoteBundle open(BundleResponse response, List<WindowedValue<?>> truncated)
      throws Exception {
    return bundles.getBundle(
        new OutputReceiverFactory() {
          @Override
          public <T> FnDataReceiver<T> create(String collectionId) {
            return value -> truncated.add((WindowedValue<?>) value);
          }
        },
        stateRequests,
        response,
        bundleId -> {},
        residuals -> {});
  }

  void close() {
    bundles.close();
  }
}
