package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.stage.StageExecutor;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.joda.time.Instant;

/**
 * Opens and closes the bundles of one stage: a bundle opens with its first element or timer and
 * ends by size, by age, before every watermark and before every checkpoint barrier.
 *
 * <p>As the bundle ends before the watermark that follows it, nothing that {@code @FinishBundle}
 * outputs can be late because of the runner, and nothing of an open bundle is in a checkpoint.
 */
final class BundleTracker {

  private final StageExecutor executor;
  private final BundleLimits limits;
  private final ProcessingTimeService clock;
  private final BundleFinalizers finalizers;

  private Runnable afterFinish = () -> {};
  private boolean open;
  private long elements;
  private long deadline;
  private boolean alarmSet;

  BundleTracker(
      StageExecutor executor,
      BundleLimits limits,
      ProcessingTimeService clock,
      BundleFinalizers finalizers) {
    this.executor = executor;
    this.limits = limits;
    this.clock = clock;
    this.finalizers = finalizers;
  }

  /** Sets what runs after each bundle, when all its outputs are out. */
  void afterFinish(Runnable action) {
    afterFinish = action;
  }

  long maxElements() {
    return limits.maxElements();
  }

  boolean isOpen() {
    return open;
  }

  /** Opens a bundle unless one is open. */
  void ensureOpen() {
    if (!open) {
      executor.startBundle();
      open = true;
      elements = 0;
      deadline = clock.getCurrentProcessingTime() + limits.maxMillis();
      setAlarm();
    }
  }

  /** Counts an element or timer that has been processed; ends the bundle when it is full. */
  void elementDone() {
    if (++elements >= limits.maxElements()) {
      finish();
    }
  }

  /** Ends the open bundle, if there is one. */
  void finish() {
    if (open) {
      executor.finishBundle();
      open = false;
      finalizers.bundleFinished(Instant.ofEpochMilli(clock.getCurrentProcessingTime()));
      afterFinish.run();
    }
  }

  /** One alarm at a time: short bundles must not leave a trail of timers. */
  @SuppressWarnings("FutureReturnValueIgnored") // a failing callback fails the task, not a future
  private void setAlarm() {
    if (!alarmSet) {
      alarmSet = true;
      clock.registerTimer(deadline, this::alarm);
    }
  }

  private void alarm(long now) {
    alarmSet = false;
    if (open) {
      if (now >= deadline) {
        finish();
      } else {
        setAlarm();
      }
    }
  }
}
