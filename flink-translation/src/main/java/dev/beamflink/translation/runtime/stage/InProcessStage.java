package dev.beamflink.translation.runtime.stage;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a stage of Java transforms by calling them directly. Built by {@link InProcessStageBuilder}.
 */
final class InProcessStage implements StageExecutor {

  private static final Logger LOG = LoggerFactory.getLogger(InProcessStage.class);

  private final List<Step> steps;
  private final Receiver entry;

  /** Steps whose set-up was tried, and which are therefore to be torn down; last one first. */
  private final Deque<Step> live = new ArrayDeque<>();

  /**
   * @param steps all transforms in topological order
   * @param entry takes the stage's input
   */
  InProcessStage(List<Step> steps, Receiver entry) {
    this.steps = List.copyOf(steps);
    this.entry = entry;
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
    return root(DoFnStep.class).declarations();
  }

  @Override
  public SplittableRoot splittableRoot() {
    return root(ProcessRestrictionStep.class);
  }

  @Override
  public boolean changesStateLate() {
    return false;
  }

  @Override
  public boolean requiresStableInput() {
    return steps.get(0) instanceof DoFnStep root && root.requiresStableInput();
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

  /**
   * The pair goes without an element around it, as the one without the key has the same metadata.
   */
  @Override
  @SuppressWarnings("NullAway") // keys and values may be null, as Beam allows
  public void processElement(@Nullable Object key, WindowedValue<?> element) {
    entry.receive(KV.of(key, element.getValue()), element);
  }

  @Override
  public void fireTimer(@Nullable Object key, TimerData timer) {
    root(DoFnStep.class).fireTimer(key, timer);
  }

  @Override
  public void expireWindow(
      @Nullable Object key, BoundedWindow window, Instant timestamp, CausedByDrain causedByDrain) {
    root(DoFnStep.class).expireWindow(key, window, timestamp, causedByDrain);
  }

  private <S extends Step> S root(Class<S> kind) {
    Step root = steps.get(0);
    if (!kind.isInstance(root)) {
      throw new IllegalStateException(
          "A stage was used as one with a %s as its root, found %s: a bug of the runner"
              .formatted(kind.getSimpleName(), root.getClass().getSimpleName()));
    }
    return kind.cast(root);
  }

  @Override
  public void finishBundle() {
    for (Step step : steps) {
      step.finishBundle();
    }
  }

  /** A failure is logged, as the elements have been processed or the job has failed already. */
  @Override
  public void tearDown() {
    while (!live.isEmpty()) {
      try {
        live.pop().tearDown();
      } catch (TransformFailedException e) {
        LOG.error("{} The job goes on.", e.getMessage(), e);
      }
    }
  }
}
