package dev.beamflink.translation.runtime.harness;

import dev.beamflink.translation.runtime.harness.HarnessBundle.Outcome;
import dev.beamflink.translation.runtime.stage.Receiver;
import dev.beamflink.translation.runtime.stage.SplittableRoot;
import dev.beamflink.translation.runtime.stage.StageExecutor;
import dev.beamflink.translation.runtime.stage.StageServices;
import dev.beamflink.translation.runtime.stage.StageSpec;
import dev.beamflink.translation.runtime.stage.StatefulRoot;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.runners.fnexecution.control.OutputReceiverFactory;
import org.apache.beam.runners.fnexecution.control.RemoteBundle;
import org.apache.beam.runners.fnexecution.control.StageBundleFactory;
import org.apache.beam.runners.fnexecution.state.StateRequestHandler;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.fn.data.FnDataReceiver;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Runs a stage in an SDK harness: elements go there, outputs come back while the bundle is open.
 *
 * <p>Restrictions that an SDK gives back are processed before the bundle ends, each in a bundle of
 * its own there; so a stage that processes restrictions has to be bounded.
 */
final class HarnessStage implements StageExecutor {

  private final StageSpec spec;
  private final StageServices services;
  private final TaskInbox inbox;
  private final Supplier<JobHarnesses> harnesses;
  private final HarnessMetrics metrics;
  private final StateRequestHandler stateRequests;
  private final Residuals residuals = new Residuals();
  private final ExecutorService sender;

  private @Nullable StageBundleFactory bundles;
  private @Nullable HarnessBundle bundle;

  HarnessStage(
      StageSpec spec, StageServices services, TaskInbox inbox, Supplier<JobHarnesses> harnesses) {
    this.spec = spec;
    this.services = services;
    this.inbox = inbox;
    this.harnesses = harnesses;
    this.metrics = new HarnessMetrics(spec.components(), services);
    this.stateRequests = new StateRequests(inbox, new HarnessSideInputs(spec, services));
    this.sender =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "to the SDK harness: " + spec.name());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Waits until the harness is there. */
  @Override
  public void setUp() {
    bundles = harnesses.get().forStage(ExecutableStages.of(spec));
  }

  @Override
  public StatefulRoot statefulRoot() {
    throw notForHarnesses("state");
  }

  @Override
  public SplittableRoot splittableRoot() {
    throw notForHarnesses("restrictions, one by one,");
  }

  /** The input of a stage is made stable ahead of it; nothing is to be shielded here. */
  @Override
  public boolean requiresStableInput() {
    return false;
  }

  @Override
  public void startBundle() {
    bundle = open();
  }

  private HarnessBundle open() {
    StageBundleFactory factory = Objects.requireNonNull(bundles, "setUp() comes first");
    BundleResponse response = new BundleResponse();
    return new HarnessBundle(() -> remoteBundle(factory, response), response, inbox, sender);
  }

  private RemoteBundle remoteBundle(StageBundleFactory factory, BundleResponse response)
      throws Exception {
    return factory.getBundle(
        new Outputs(),
        stateRequests,
        response,
        // Both are read off the response, in the task's thread.
        bundleId -> {},
        checkpoint -> {});
  }

  /** Passes outputs on to the task's thread. */
  private final class Outputs implements OutputReceiverFactory {
    @Override
    @SuppressWarnings("unchecked") // outputs of a stage are windowed values
    public <T> FnDataReceiver<T> create(String collectionId) {
      Receiver output = services.output(spec.outputIds().indexOf(collectionId));
      return element -> {
        WindowedValue<Object> value = (WindowedValue<Object>) element;
        inbox.put(() -> output.receive(value.getValue(), value));
      };
    }
  }

  @Override
  public void processElement(WindowedValue<?> element) {
    openBundle().add(element);
  }

  @Override
  public void fireTimer(@Nullable Object key, TimerData timer) {
    throw notForHarnesses("timers");
  }

  @Override
  public void expireWindow(
      @Nullable Object key, BoundedWindow window, Instant timestamp, CausedByDrain causedByDrain) {
    throw notForHarnesses("window expiration");
  }

  @Override
  public void finishBundle() {
    finish(openBundle());
    while (!residuals.isEmpty()) {
      inbox.drainUntil(residuals.due());
      HarnessBundle next = open();
      next.add(residuals.remove());
      finish(next);
    }
    bundle = null;
  }

  private void finish(HarnessBundle ending) {
    Outcome outcome = ending.finish();
    metrics.add(outcome.response());
    if (outcome.response().getRequiresFinalization()) {
      Finalization.register(factory().getInstructionRequestHandler(), outcome, services);
    }
    residuals.add(outcome.response(), inputCoder());
  }

  @SuppressWarnings("unchecked") // Beam's list of inputs is raw
  private Coder<WindowedValue<?>> inputCoder() {
    return factory().getProcessBundleDescriptor().getRemoteInputDestinations().get(0).getCoder();
  }

  private StageBundleFactory factory() {
    return Objects.requireNonNull(bundles, "setUp() comes first");
  }

  private HarnessBundle openBundle() {
    return Objects.requireNonNull(bundle, "startBundle() comes first");
  }

  /** The harness stays, for the other stages of the job. */
  @Override
  public void tearDown() {
    sender.shutdownNow();
  }

  private IllegalStateException notForHarnesses(String what) {
    return new IllegalStateException(
        "Stage '%s' has %s in an SDK harness, which should have been refused: a bug of the runner"
            .formatted(spec.name(), what));
  }
}
