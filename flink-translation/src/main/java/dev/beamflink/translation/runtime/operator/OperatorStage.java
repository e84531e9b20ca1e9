package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.metrics.MetricsAccumulator;
import dev.beamflink.translation.runtime.stage.RestrictedElement;
import dev.beamflink.translation.runtime.stage.SplitLimit;
import dev.beamflink.translation.runtime.stage.SplittableRoot.Residual;
import dev.beamflink.translation.runtime.stage.StageExecutor;
import dev.beamflink.translation.runtime.stage.StageHost;
import dev.beamflink.translation.runtime.state.KeptValues;
import dev.beamflink.translation.runtime.watermark.InputEnd;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.core.fs.CloseableRegistry;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.StreamingRuntimeContext;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stage inside an operator, with its bundles, finalizers, outputs and metrics: what every shell
 * around a stage has in common. Made in the operator's constructor; task thread only.
 */
final class OperatorStage {

  private final BundleFinalizers finalizers;
  private final MetricsAccumulator metrics;
  private final OperatorStageServices services;
  private final StageHost host;
  private final StageExecutor executor;
  private final BundleTracker bundle;
  private final ProcessingTimeService clock;
  private final Supplier<InputEnd> inputEnds;
  private final KeptValues keptValues;
  private Runnable beforeSnapshot = () -> {};
  private boolean setUp;

  OperatorStage(
      StageOperatorSpec spec,
      StreamOperatorParameters<WindowedValue<Object>> parameters,
      StreamingRuntimeContext context) {
    clock = parameters.getProcessingTimeService();
    inputEnds = () -> InputEnd.of(parameters);
    keptValues = new KeptValues(parameters.getContainingTask().getEnvironment().getIOManager());
    finalizers =
        new BundleFinalizers(
            CheckpointingOptions.isCheckpointingEnabled(
                parameters.getContainingTask().getJobConfiguration()));
    metrics = MetricsAccumulator.registered(parameters, context);
    services =
        new OperatorStageServices(
            spec.stage().options().get(),
            new StageOutputs(parameters.getOutput(), spec.sideOutputs()),
            finalizers,
            metrics);
    host = new TaskHost(parameters, context);
    executor =
        shielded(
            spec.executors().create(spec.stage(), services, host),
            parameters.getContainingTask().getCancelables());
    bundle = new BundleTracker(executor, spec.bundleLimits(), clock, finalizers);
  }

  private static StageExecutor shielded(StageExecutor stage, CloseableRegistry cancelables) {
    return stage.requiresStableInput()
        ? new ShieldedStage(stage, CancelShield.in(cancelables))
        : stage;
  }

  StageExecutor executor() {
    return executor;
  }

  /** For shells with state or side inputs to add them, before the first element. */
  OperatorStageServices services() {
    return services;
  }

  /** The task, for what is beside the stage. */
  StageHost host() {
    return host;
  }

  /** For states that are opened, before the first element. */
  KeptValues keptValues() {
    return keptValues;
  }

  /** How many elements and timers a bundle may have. */
  long maxElementsOfBundle() {
    return bundle.maxElements();
  }

  /** For who follows the watermark of an input. */
  InputEnd newInputEnd() {
    return inputEnds.get();
  }

  /** Sets what runs after each bundle, when all its outputs are out. */
  void afterBundle(Runnable action) {
    bundle.afterFinish(action);
  }

  /** Sets what completes the state of the operator when a snapshot is taken. */
  void beforeSnapshot(Runnable action) {
    beforeSnapshot = action;
  }

  /**
   * Sets the stage up unless it is. Not needed ahead of a bundle: that does it. So a subtask that
   * gets nothing to do neither sets anything up nor tears it down.
   */
  void setUp() {
    if (!setUp) {
      setUp = true; // at most one attempt, also if it fails
      executor.setUp();
    }
  }

  /** Processes an element in a bundle, which may end with it. */
  void process(WindowedValue<?> element) {
    ensureBundle();
    executor.processElement(element);
    bundle.elementDone();
  }

  /** The same for an element without its key. */
  void process(@Nullable Object key, WindowedValue<?> element) {
    ensureBundle();
    executor.processElement(key, element);
    bundle.elementDone();
  }

  /** Processes a restriction in a bundle, which may end with it; answers what is left of it. */
  List<Residual> process(RestrictedElement part, SplitLimit limit) {
    ensureBundle();
    List<Residual> left = executor.splittableRoot().process(part, limit);
    bundle.elementDone();
    return left;
  }

  /** A timer has fired in the open bundle, which may end with it. */
  void timerDone() {
    bundle.elementDone();
  }

  /** Makes sure that a bundle is open, for an element or a timer. */
  void ensureBundle() {
    setUp();
    bundle.ensureOpen();
  }

  boolean isInBundle() {
    return bundle.isOpen();
  }

  /** Ends the open bundle: before a watermark and the end of the input. */
  void finishBundle() {
    bundle.finish();
  }

  /** Ends the open bundle before a checkpoint barrier. */
  void finishBundleBeforeBarrier() {
    try {
      bundle.finish();
    } catch (RuntimeException e) {
      throw new FailedAtBarrierError(e);
    }
  }

  void snapshot(long checkpointId) throws IOException {
    beforeSnapshot.run();
    keptValues.beforeSnapshot();
    finalizers.snapshot(checkpointId);
    metrics.snapshot(checkpointId);
  }

  void checkpointCompleted(long checkpointId) {
    metrics.checkpointCompleted(checkpointId);
    finalizers.checkpointCompleted(
        checkpointId, Instant.ofEpochMilli(clock.getCurrentProcessingTime()));
  }

  void checkpointAborted(long checkpointId) {
    metrics.checkpointAborted(checkpointId);
  }

  void tearDown() throws IOException {
    try (KeptValues closing = keptValues) {
      executor.tearDown();
    }
  }
}
