package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.stage.SplittableRoot;
import dev.beamflink.translation.runtime.stage.StageExecutor;
import dev.beamflink.translation.runtime.stage.StatefulRoot;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stage whose user code is not interrupted in a call, see {@link CancelShield}. Restrictions are
 * processed without a shield: that takes as long as it takes.
 */
final class ShieldedStage implements StageExecutor {

  private final StageExecutor stage;
  private final CancelShield shield;

  ShieldedStage(StageExecutor stage, CancelShield shield) {
    this.stage = stage;
    this.shield = shield;
  }

  @Override
  public void setUp() {
    stage.setUp();
  }

  @Override
  public StatefulRoot statefulRoot() {
    return stage.statefulRoot();
  }

  @Override
  public SplittableRoot splittableRoot() {
    return stage.splittableRoot();
  }

  @Override
  public boolean changesStateLate() {
    return stage.changesStateLate();
  }

  @Override
  public boolean requiresStableInput() {
    return stage.requiresStableInput();
  }

  @Override
  public void startBundle() {
    shield.enter();
    try {
      stage.startBundle();
    } finally {
      shield.leave();
    }
  }

  @Override
  public void processElement(WindowedValue<?> element) {
    shield.enter();
    try {
      stage.processElement(element);
    } finally {
      shield.leave();
    }
  }

  @Override
  public void fireTimer(@Nullable Object key, TimerData timer) {
    shield.enter();
    try {
      stage.fireTimer(key, timer);
    } finally {
      shield.leave();
    }
  }

  @Override
  public void expireWindow(
      @Nullable Object key, BoundedWindow window, Instant timestamp, CausedByDrain causedByDrain) {
    shield.enter();
    try {
      stage.expireWindow(key, window, timestamp, causedByDrain);
    } finally {
      shield.leave();
    }
  }

  @Override
  public void finishBundle() {
    shield.enter();
    try {
      stage.finishBundle();
    } finally {
      shield.leave();
    }
  }

  @Override
  public void tearDown() {
    stage.tearDown();
  }
}
