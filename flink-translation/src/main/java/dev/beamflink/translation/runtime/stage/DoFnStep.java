package dev.beamflink.translation.runtime.stage;

import dev.beamflink.translation.runtime.stage.TimerArguments.Firing;
import org.apache.beam.runners.core.StateNamespaces.WindowNamespace;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.metrics.MetricsContainer;
import org.apache.beam.sdk.metrics.MetricsEnvironment;
import org.apache.beam.sdk.metrics.MetricsEnvironment.MetricsEnvironmentState;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.transforms.reflect.DoFnInvoker;
import org.apache.beam.sdk.transforms.reflect.DoFnSignatures;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.UserCodeException;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.flink.streaming.runtime.tasks.ExceptionInChainedOperatorException;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One DoFn of a stage: calls the user's methods, with the transform's metrics in place, and says
 * which transform failed when one throws.
 */
final class DoFnStep implements Step {

  private final String transformName;
  private final DoFnBinding binding;
  private final DoFnInvoker<Object, Object> invoker;
  private final boolean explodesWindows;
  private final MetricsContainer metrics;
  private final MetricsEnvironmentState metricsOfThread;
  private final ProcessArguments arguments;
  private final BundleArguments bundleArguments;

  /**
   * @param explodesWindows whether the DoFn must see an element of several windows once in each
   */
  DoFnStep(
      String transformName,
      DoFnBinding binding,
      DoFnInvoker<Object, Object> invoker,
      boolean explodesWindows) {
    this.transformName = transformName;
    this.binding = binding;
    this.invoker = invoker;
    this.explodesWindows = explodesWindows;
    this.metrics = binding.services().metrics(transformName);
    this.metricsOfThread = MetricsEnvironment.getMetricsEnvironmentStateForCurrentThread();
    this.arguments = new ProcessArguments(binding);
    this.bundleArguments = new BundleArguments(binding);
  }

  /** What the DoFn declares of state. */
  StatefulRoot declarations() {
    return new StatefulRoot(
        binding.states().tags(),
        DoFnSignatures.getSignature(binding.doFn().getClass()).onWindowExpiration() != null);
  }

  @Override
  public void setUp() {
    call("@Setup", () -> invoker.invokeSetup(bundleArguments));
  }

  @Override
  public void startBundle() {
    call("@StartBundle", () -> invoker.invokeStartBundle(bundleArguments));
  }

  @Override
  public void finishBundle() {
    call("@FinishBundle", () -> invoker.invokeFinishBundle(bundleArguments));
  }

  @Override
  public void tearDown() {
    call("@Teardown", invoker::invokeTeardown);
  }

  @Override
  public void receive(@Nullable Object value, WindowedValue<?> metadata) {
    if (explodesWindows && metadata.getWindows().size() > 1) {
      for (BoundedWindow window : metadata.getWindows()) {
        process(value, inWindow(value, metadata, window));
      }
    } else {
      process(value, metadata);
    }
  }

  private static WindowedValue<?> inWindow(
      @Nullable Object value, WindowedValue<?> metadata, BoundedWindow window) {
    return WindowedValues.of(
        value,
        metadata.getTimestamp(),
        window,
        metadata.getPaneInfo(),
        metadata.getRecordId(),
        metadata.getRecordOffset(),
        metadata.causedByDrain());
  }

  /** The hot path: the same as {@link #call}, without a lambda. */
  private void process(@Nullable Object value, WindowedValue<?> metadata) {
    MetricsContainer outer = metricsOfThread.activate(metrics);
    arguments.begin(value, metadata);
    try {
      invoker.invokeProcessElement(arguments);
    } catch (TransformFailedException downstream) {
      throw downstream;
    } catch (Throwable t) {
      throw failure("@ProcessElement", t);
    } finally {
      arguments.end();
      metricsOfThread.activate(outer);
    }
  }

  /** Calls {@code @OnTimer} of the timer, or of its family. */
  void fireTimer(@Nullable Object key, TimerData timer) {
    BoundedWindow window = ((WindowNamespace<?>) timer.getNamespace()).getWindow();
    Firing firing =
        new Firing(
            key,
            timer.getTimerId(),
            window,
            timer.getTimestamp(),
            timer.getOutputTimestamp(),
            timer.getDomain(),
            timer.causedByDrain());
    call(
        "@OnTimer '" + timer.getTimerId() + "'",
        () -> {
          TimerArguments timerArguments = new TimerArguments(binding, firing);
          try {
            invoker.invokeOnTimer(timer.getTimerId(), timer.getTimerFamilyId(), timerArguments);
          } finally {
            timerArguments.end();
          }
        });
  }

  /** Calls {@code @OnWindowExpiration}. */
  void expireWindow(@Nullable Object key, BoundedWindow window, Instant timestamp) {
    Firing firing =
        new Firing(
            key, "", window, timestamp, timestamp, TimeDomain.EVENT_TIME, CausedByDrain.NORMAL);
    call(
        "@OnWindowExpiration",
        () -> {
          TimerArguments timerArguments = new TimerArguments(binding, firing);
          try {
            invoker.invokeOnWindowExpiration(timerArguments);
          } finally {
            timerArguments.end();
          }
        });
  }

  private void call(String method, Runnable body) {
    MetricsContainer outer = metricsOfThread.activate(metrics);
    try {
      body.run();
    } catch (TransformFailedException downstream) {
      throw downstream;
    } catch (Throwable t) {
      throw failure(method, t);
    } finally {
      metricsOfThread.activate(outer);
    }
  }

  private TransformFailedException failure(String method, Throwable thrown) {
    Throwable cause = thrown;
    while (isWrapper(cause) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof TransformFailedException downstream
        ? downstream
        : new TransformFailedException(transformName, method, cause);
  }

  /** Beam wraps what user code throws, Flink what the next operator of the task throws. */
  private static boolean isWrapper(Throwable thrown) {
    return thrown instanceof UserCodeException
        || thrown instanceof ExceptionInChainedOperatorException;
  }
}
