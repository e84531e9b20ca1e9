package dev.beamflink.translation.runtime.stage;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Runs a stage of Java transforms by calling them directly. Built by {@link InProcessStageBuilder}.
 */
final class InProcessStage implements StageExecutor {

  private final List<Step> steps;
  private final Receiver entry;
  private final @Nullable DoFnStep root;

  /** Steps whose set-up was tried, and which are therefore to be torn down; last one first. */
  private final Deque<Step> live = new ArrayDeque<>();

  /**
   * @param steps all transforms in topological order
   * @param entry takes the stage's input
   * @param root the transform that owns state and timers, if the stage has one
   */
  InProcessStage(List<Step> steps, Receiver entry, @Nullable DoFnStep root) {
    this.steps = List.copyOf(steps);
    this.entry = entry;
    this.root = root;
  }

  @Override
  public void setUp() {
    for (Step step : steps) {
      live.push(step);
      step.setUp();
    }
  }

  @Override
  public StatefulRoot statefulRoot() {
    return root().declarations();
  }

  @Override
  public void startBundle() {
    for (Step step : steps) {
      step.startBundle();
    }
  }

  @Override
  public void processElement(WindowedValue<?> element) {
    entry.receive(element.getValue(), element);
  }

  @Override
  public void fireTimer(@Nullable Object key, TimerData timer) {
    root().fireTimer(key, timer);
  }

  @Override
  public void expireWindow(@Nullable Object key, BoundedWindow window, Instant timestamp) {
    root().expireWindow(key, window, timestamp);
  }

  private DoFnStep root() {
    DoFnStep step = root;
    if (step == null) {
      throw new IllegalStateException(
          "A stage without state was asked for its state or timers: a bug of the runner");
    }
    return step;
  }

  @Override
  public void finishBundle() {
    for (Step step : steps) {
      step.finishBundle();
    }
  }

  @Override
  public void tearDown() {
    RuntimeException first = null;
    while (!live.isEmpty()) {
      try {
        live.pop().tearDown();
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
