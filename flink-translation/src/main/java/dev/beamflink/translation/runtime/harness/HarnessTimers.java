package dev.beamflink.translation.runtime.harness;

import dev.beamflink.translation.runtime.stage.StageServices;
import java.io.IOException;
import java.util.List;
import org.apache.beam.runners.core.StateNamespaces.WindowNamespace;
import org.apache.beam.runners.core.TimerInternals;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.runners.fnexecution.control.StageBundleFactory;
import org.apache.beam.runners.fnexecution.control.TimerReceiverFactory;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.util.construction.Timer;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The timers of a stage's root: sets and clears those that its SDK asks for, and gives it those
 * that fire. All timers of an SDK are in families, and their ids tags that user code may make up.
 */
final class HarnessTimers {

  private static final long TIMER_BYTES = 256; // about, in memory

  private final String transformId;
  private final StageServices services;
  private final HarnessKeys keys;

  /**
   * @param transformId of the root
   */
  HarnessTimers(String transformId, StageServices services, HarnessKeys keys) {
    this.transformId = transformId;
    this.services = services;
    this.keys = keys;
  }

  /** Take what bundles of a stage set and clear. Called in the task's thread. */
  TimerReceiverFactory receivers(StageBundleFactory bundles) {
    return new TimerReceiverFactory(bundles, this::set, keys.windowCoder());
  }

  private void set(Timer<?> timer, TimerData data) {
    KV<String, String> family =
        TimerReceiverFactory.decodeTimerDataTimerId(data.getTimerFamilyId());
    try {
      services.withKey(
          keys.encode(timer.getUserKey()),
          () -> {
            set(timer, family.getValue(), data);
            return family;
          });
    } catch (IOException e) {
      throw new IllegalStateException(
          "The key of a timer of transform '%s' can't be encoded: %s"
              .formatted(transformId, e.getMessage()),
          e);
    }
  }

  private void set(Timer<?> timer, String familyId, TimerData data) {
    TimerInternals timers = services.timers();
    if (timer.getClearBit()) {
      timers.deleteTimer(data.getNamespace(), data.getTimerId(), familyId, data.getDomain());
    } else {
      timers.setTimer(
          data.getNamespace(),
          data.getTimerId(),
          familyId,
          data.getTimestamp(),
          data.getOutputTimestamp(),
          data.getDomain());
      services.stateGrew(TIMER_BYTES);
    }
  }

  /** A timer that fires, for the SDK. */
  BundleInput firing(@Nullable Object key, TimerData timer) {
    return input(
        timer.getTimerFamilyId(),
        key,
        timer.getTimerId(),
        ((WindowNamespace<?>) timer.getNamespace()).getWindow(),
        timer.getTimestamp(),
        timer.getOutputTimestamp(),
        timer.causedByDrain());
  }

  /**
   * The end of a window, for the SDK: a timer too.
   *
   * @param familyId of the timers that the SDK takes as that
   * @param timestamp of what is put out
   */
  BundleInput expiration(
      String familyId,
      @Nullable Object key,
      BoundedWindow window,
      Instant timestamp,
      CausedByDrain causedByDrain) {
    return input(familyId, key, "", window, timestamp, timestamp, causedByDrain);
  }

  @SuppressWarnings("NullAway") // a key may be null where its coder allows it
  private BundleInput input(
      String familyId,
      @Nullable Object key,
      String tag,
      BoundedWindow window,
      Instant fireTimestamp,
      Instant holdTimestamp,
      CausedByDrain causedByDrain) {
    return BundleInput.timer(
        transformId,
        familyId,
        Timer.of(
            key,
            tag,
            List.of(window),
            fireTimestamp,
            holdTimestamp,
            PaneInfo.NO_FIRING,
            causedByDrain));
  }
}
