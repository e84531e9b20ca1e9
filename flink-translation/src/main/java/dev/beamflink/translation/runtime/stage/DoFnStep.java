package dev.beamflink.translation.runtime.stage;

import dev.beamflink.translation.runtime.stage.DirectCalls.DirectCall;
import dev.beamflink.translation.runtime.stage.TimerArguments.Firing;
import org.apache.beam.runners.core.StateNamespaces.WindowNamespace;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.metrics.MetricsContainer;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.transforms.reflect.DoFnInvoker;
import org.apache.beam.sdk.transforms.reflect.DoFnSignatures;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** One DoFn of a stage: calls the user's methods for elements, timers and windows that end. */
final class DoFnStep implements Step {

  private final UserCalls calls;
  private final DoFnBinding binding;
  private final DoFnInvoker<Object, Object> invoker;
  private final boolean explodesWindows;
  private final DoFnLifecycle lifecycle;
  private final CurrentElement current;
  private final @Nullable DirectCall direct; // null if the method wants more than that can give

  DoFnStep(BoundDoFn doFn) {
    this.calls = doFn.calls();
    this.binding = doFn.binding();
    this.invoker = doFn.invoker();
    this.explodesWindows = doFn.explodesWindows();
    this.lifecycle = new DoFnLifecycle(doFn);
    this.current = binding.outputs().current();
    this.direct = DirectCalls.of(binding.doFn(), binding.receivers()).orElse(null);
  }

  /** What the DoFn declares of state. */
  StatefulRoot declarations() {
    return new StatefulRoot(
        binding.states().tags(),
        binding.timers().declared(),
        DoFnSignatures.getSignature(binding.doFn().getClass()).onWindowExpiration() != null);
  }

  boolean requiresStableInput() {
    return DoFnSignatures.getSignature(binding.doFn().getClass())
        .processElement()
        .requiresStableInput();
  }

  @Override
  public void setUp() {
    lifecycle.setUp();
  }

  @Override
  public void startBundle() {
    lifecycle.startBundle();
  }

  @Override
  public void finishBundle() {
    lifecycle.finishBundle();
  }

  @Override
  public void tearDown() {
    lifecycle.tearDown();
  }

  @Override
  public void receive(@Nullable Object value, WindowedValue<?> metadata) {
    if (explodesWindows && metadata.getWindows().size() > 1) {
      WindowExplosion.explode(value, metadata, this::process);
    } else {
      process(value, metadata);
    }
  }

  /** The hot path: the same as {@link UserCalls#run}, without a lambda. */
  private void process(@Nullable Object value, WindowedValue<?> metadata) {
    MetricsContainer outerMetrics = calls.enter();
    WindowedValue<?> outer = current.begin(metadata);
    try {
      if (direct != null) {
        direct.process(value);
      } else {
        invoker.invokeProcessElement(new ProcessArguments(binding, value, metadata));
      }
    } catch (TransformFailedException downstream) {
      throw downstream;
    } catch (Throwable t) {
      throw calls.failure("@ProcessElement", t);
    } finally {
      current.end(outer);
      calls.leave(outerMetrics);
    }
  }

  /** Calls {@code @OnTimer} of the timer, or of its family; as {@link #process}, a hot path. */
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
    MetricsContainer outerMetrics = calls.enter();
    try {
      TimerArguments timerArguments = new TimerArguments(binding, firing);
      try {
        invoker.invokeOnTimer(timer.getTimerId(), timer.getTimerFamilyId(), timerArguments);
      } finally {
        timerArguments.end();
      }
    } catch (TransformFailedException downstream) {
      throw downstream;
    } catch (Throwable t) {
      throw calls.failure("@OnTimer '" + timer.getTimerId() + "'", t);
    } finally {
      calls.leave(outerMetrics);
    }
  }

  /** Calls {@code @OnWindowExpiration}. */
  void expireWindow(
      @Nullable Object key, BoundedWindow window, Instant timestamp, CausedByDrain causedByDrain) {
    Firing firing =
        new Firing(key, "", window, timestamp, timestamp, TimeDomain.EVENT_TIME, causedByDrain);
    calls.run(
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
}
