package dev.beamflink.translation.runtime.harness;

import dev.beamflink.model.foreign.JavaEnvironments;
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
import org.apache.beam.runners.fnexecution.control.BundleCheckpointHandler;
import org.apache.beam.runners.fnexecution.control.BundleFinalizationHandler;
import org.apache.beam.runners.fnexecution.control.InstructionRequestHandler;
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
 * <p>What an SDK gives back of the restrictions of a bundle is processed before the bundle ends,
 * each rest in a bundle of its own there. Where that could go on for ever, the operator takes
 * restrictions one by one, through {@link #splittableRoot}.
 */
final class HarnessStage implements StageExecutor {

  private static final String NOT_SET_UP = "setUp() comes first";

  private final StageSpec spec;
  private final StageServices services;
  private final TaskInbox inbox;
  private final Supplier<JobHarnesses> harnesses;
  private final HarnessMetrics metrics;
  private final @Nullable KeyedHarness keyed;
  private final UnsentValues unsentValues = new UnsentValues();
  private final StateRequests stateRequests;
  private final CacheTokens cacheTokens;
  private final Residuals residuals = new Residuals();
  private final ExecutorService sender;

  private @Nullable StageBundles bundles;
  private @Nullable HarnessBundle bundle;
  private @Nullable HarnessTruncation truncation; // when the job drains

  HarnessStage(
      StageSpec spec, StageServices services, TaskInbox inbox, Supplier<JobHarnesses> harnesses) {
    this.spec = spec;
    this.services = services;
    this.inbox = inbox;
    this.harnesses = harnesses;
    this.metrics = new HarnessMetrics(spec.components(), services);
    this.keyed = KeyedHarness.of(spec, services);
    HarnessSideInputs sideInputs = new HarnessSideInputs(spec, services);
    this.stateRequests =
        new StateRequests(inbox, sideInputs, keyed == null ? null : keyed.states(), unsentValues);
    this.cacheTokens =
        new CacheTokens(
            keyed != null && !JavaEnvironments.isJava(ExecutableStages.environment(spec)),
            sideInputs.names(),
            services::sideInputsVersion);
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
    bundles = harnesses.get().forStage(ExecutableStages.of(spec), inbox, unsentValues);
  }

  @Override
  public StatefulRoot statefulRoot() {
    return keyed().root();
  }

  private KeyedHarness keyed() {
    return Objects.requireNonNull(keyed, "the stage has neither state nor timers");
  }

  /** The SDK asks for state and sets timers while its bundle is open. */
  @Override
  public boolean changesStateLate() {
    return true;
  }

  @Override
  public SplittableRoot splittableRoot() {
    return new HarnessRestrictions(this);
  }

  /** The input of a stage is made stable ahead of it; nothing is to be shielded here. */
  @Override
  public boolean requiresStableInput() {
    return false;
  }

  /** The harness hears of the bundle with its first input. */
  @Override
  public void startBundle() {}

  /**
   * Opens a bundle in the harness.
   *
   * @param onOutput is run for each output, in the task's thread
   */
  HarnessBundle open(Runnable onOutput) {
    BundleResponse response = new BundleResponse();
    StateRequestHandler state = stateRequests.forBundle(cacheTokens.current());
    return new HarnessBundle(
        () -> remoteBundle(factory(), state, response, onOutput), response, inbox, sender);
  }

  private RemoteBundle remoteBundle(
      StageBundleFactory factory,
      StateRequestHandler state,
      BundleResponse response,
      Runnable onOutput)
      throws Exception {
    Outputs outputs = new Outputs(onOutput);
    // Both are read off the response, in the task's thread.
    BundleFinalizationHandler finalization = bundleId -> {};
    BundleCheckpointHandler checkpoint = residuals -> {};
    return keyed != null && keyed.hasTimers()
        ? factory.getBundle(
            outputs, keyed.timers().receivers(factory), state, response, finalization, checkpoint)
        : factory.getBundle(outputs, state, response, finalization, checkpoint);
  }

  /** Passes outputs on. Called in the task's thread. */
  private final class Outputs implements OutputReceiverFactory {
    private final Runnable onOutput;

    Outputs(Runnable onOutput) {
      this.onOutput = onOutput;
    }

    @Override
    @SuppressWarnings("unchecked") // outputs of a stage are windowed values
    public <T> FnDataReceiver<T> create(String collectionId) {
      Receiver output = services.output(spec.outputIds().indexOf(collectionId));
      return element -> {
        WindowedValue<Object> value = (WindowedValue<Object>) element;
        onOutput.run();
        output.receive(value.getValue(), value);
      };
    }
  }

  @Override
  public void processElement(WindowedValue<?> element) {
    openBundle().add(BundleInput.element(element));
  }

  @Override
  public void fireTimer(@Nullable Object key, TimerData timer) {
    openBundle().add(keyed().timers().firing(key, timer));
  }

  @Override
  public void expireWindow(
      @Nullable Object key, BoundedWindow window, Instant timestamp, CausedByDrain causedByDrain) {
    openBundle()
        .add(
            keyed()
                .timers()
                .expiration(keyed().expirationFamily(), key, window, timestamp, causedByDrain));
  }

  @Override
  public void finishBundle() {
    HarnessBundle ending = bundle;
    bundle = null;
    if (ending != null) {
      finish(ending);
    }
    while (!residuals.isEmpty()) {
      inbox.drainUntil(residuals.due());
      HarnessBundle next = open(() -> {});
      next.add(BundleInput.element(residuals.remove()));
      finish(next);
    }
  }

  private void finish(HarnessBundle ending) {
    residuals.add(finished(ending.finish()).response(), inputCoder());
  }

  /** Ends a bundle that the operator may want back before it is done. */
  Outcome finish(HarnessBundle ending, long lookMillis, BundleSplit split) {
    Outcome outcome = finished(ending.finish(lookMillis, split::look));
    inbox.drainUntil(split.answered());
    return outcome;
  }

  private Outcome finished(Outcome outcome) {
    stateRequests.bundleFinished();
    metrics.add(outcome.response());
    if (outcome.response().getRequiresFinalization()) {
      Finalization.register(harness(), outcome, services.bundleFinalizer());
    }
    return outcome;
  }

  InstructionRequestHandler harness() {
    return factory().getInstructionRequestHandler();
  }

  @SuppressWarnings("unchecked") // the input of a stage are windowed values
  Coder<WindowedValue<?>> inputCoder() {
    return (Coder<WindowedValue<?>>) Objects.requireNonNull(bundles, NOT_SET_UP).inputCoder();
  }

  private StageBundleFactory factory() {
    return Objects.requireNonNull(bundles, NOT_SET_UP);
  }

  private HarnessBundle openBundle() {
    HarnessBundle open = bundle;
    if (open == null) {
      open = open(() -> {});
      bundle = open;
    }
    return open;
  }

  /** Cuts restrictions of this stage down when the job drains. */
  HarnessTruncation truncation() {
    HarnessTruncation known = truncation;
    if (known == null) {
      known = new HarnessTruncation(spec, harnesses.get(), stateRequests, inbox, sender);
      truncation = known;
    }
    return known;
  }

  /** The harness stays, for the other stages of the job, unless a bundle was left open there. */
  @Override
  public void tearDown() {
    sender.shutdownNow();
    if (bundles != null) {
      bundles.close();
    }
    if (truncation != null) {
      truncation.close();
    }
  }
}
