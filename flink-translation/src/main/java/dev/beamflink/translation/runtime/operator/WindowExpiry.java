package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.stage.StageExecutor;
import dev.beamflink.translation.runtime.stage.StatefulRoot;
import dev.beamflink.translation.runtime.time.ExpiryTimes;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.beam.runners.core.StateInternals;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.runners.core.StateNamespaces.WindowNamespace;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.runners.core.TimerInternals;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Ends the windows of a stateful DoFn: a window expires when the watermark has passed its end and
 * the allowed lateness. Then {@code @OnWindowExpiration} runs, the window's state is cleared, and
 * elements that still come for it are dropped. A DoFn that has no such method keeps the state for
 * timers that are set to the millisecond after that.
 *
 * <p>A window with state has one timer of its own for that. The global window has one only where
 * user code wants to be called, as its state ends with the job.
 */
final class WindowExpiry {

  /** Family of the timers that end windows; no user's family has such a name. */
  static final String FAMILY = "beamflink:window-expiry";

  private static final Duration STATE_OUTLIVES_WINDOW = Duration.millis(1);

  private final StageExecutor executor;
  private final StatefulRoot root;
  private final StateInternals state;
  private final TimerInternals timers;
  private final Coder<BoundedWindow> windowCoder;
  private final ExpiryTimes expiries;
  private final Supplier<EncodedKey> key;
  private final Consumer<Runnable> whenTakenEffect;
  private final RecentWindows withTimer = new RecentWindows();

  /**
   * @param key answers the current key
   * @param whenTakenEffect runs something for the current key when user code that was called has
   *     done what it does to state
   */
  WindowExpiry(
      StageExecutor executor,
      StateInternals state,
      TimerInternals timers,
      Supplier<EncodedKey> key,
      Coder<BoundedWindow> windowCoder,
      Duration allowedLateness,
      Consumer<Runnable> whenTakenEffect) {
    this.executor = executor;
    this.root = executor.statefulRoot();
    this.state = state;
    this.timers = timers;
    this.key = key;
    this.windowCoder = windowCoder;
    this.expiries = new ExpiryTimes(allowedLateness);
    this.whenTakenEffect = whenTakenEffect;
  }

  /** Whether the window's state is gone, so that an element for it is too late. */
  boolean hasExpired(BoundedWindow window) {
    return timers.currentInputWatermarkTime().isAfter(expiries.of(window));
  }

  /**
   * Whether a processing-time timer of this namespace comes too late: its window has expired. The
   * global window ends with the job, which such timers keep running, unless user code is called at
   * its end.
   */
  boolean isOver(StateNamespace namespace) {
    return namespace instanceof WindowNamespace<?> inWindow
        && (root.hasWindowExpiration() || !(inWindow.getWindow() instanceof GlobalWindow))
        && hasExpired(inWindow.getWindow());
  }

  /**
   * An element of this window is about to be processed: makes sure that the window will end. Its
   * timer stays set until the window has expired, so there is nothing to look up for a window that
   * had an element a short while ago.
   */
  void elementIn(BoundedWindow window) {
    if (needsTimer(window) && withTimer.add(key.get(), window)) {
      Instant end = endOf(window);
      // What the expiration outputs has the window's last timestamp, which must not be late then.
      Instant outputTimestamp = root.hasWindowExpiration() ? window.maxTimestamp() : end;
      timers.setTimer(
          StateNamespaces.window(windowCoder, window),
          "",
          FAMILY,
          end,
          outputTimestamp,
          TimeDomain.EVENT_TIME);
    }
  }

  /**
   * When the window's timer fires. Without user code to call that is a millisecond after it has
   * expired, as users of Python set their timers to the exclusive end of a window.
   */
  private Instant endOf(BoundedWindow window) {
    Instant expiry = expiries.of(window);
    return root.hasWindowExpiration() ? expiry : expiry.plus(STATE_OUTLIVES_WINDOW);
  }

  private boolean needsTimer(BoundedWindow window) {
    return root.hasWindowExpiration()
        || !(root.stateTags().isEmpty() || window instanceof GlobalWindow);
  }

  /** Whether the timer ends a window; if not it is the user's. */
  boolean isExpiry(TimerData timer) {
    return FAMILY.equals(timer.getTimerFamilyId());
  }

  /** Ends the window of the timer for the current key. */
  void expire(@Nullable Object key, TimerData timer) {
    StateNamespace namespace = timer.getNamespace();
    if (root.hasWindowExpiration()) {
      BoundedWindow window = ((WindowNamespace<?>) namespace).getWindow();
      executor.expireWindow(key, window, timer.getOutputTimestamp(), timer.causedByDrain());
      whenTakenEffect.accept(() -> clear(namespace));
    } else {
      clear(namespace);
    }
  }

  private void clear(StateNamespace namespace) {
    for (StateTag<?> tag : root.stateTags()) {
      state.state(namespace, tag).clear();
    }
  }
}
