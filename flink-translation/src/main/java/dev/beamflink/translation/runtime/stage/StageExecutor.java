package dev.beamflink.translation.runtime.stage;

import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Runs one stage inside an operator. The operator owns bundles, state, timers and time; the
 * executor runs the user's code.
 *
 * <p>All calls come from the task's thread, in this order: {@code setUp}, then any number of
 * bundles ({@code startBundle}, elements, timers and expirations in any order, {@code
 * finishBundle}), then {@code tearDown}. After an exception only {@code tearDown} follows.
 */
public interface StageExecutor {

  /** Prepares the user's code ({@code @Setup}). */
  void setUp();

  /**
   * What the root transform declares of state; answered before {@code setUp} too.
   *
   * @throws IllegalStateException when the stage's root is no DoFn
   */
  StatefulRoot statefulRoot();

  /**
   * The root transform of a stage that processes restrictions; such a stage gets no elements
   * through {@link #processElement}.
   *
   * @throws IllegalStateException when the stage's root does not process restrictions
   */
  SplittableRoot splittableRoot();

  /**
   * Whether what a call does to state and timers of its key may be done later, up to the end of the
   * bundle. The operator ends the bundle then where it needs to know.
   */
  boolean changesStateLate();

  /** Whether the root transform asks for stable input ({@code @RequiresStableInput}). */
  boolean requiresStableInput();

  /** Opens a bundle in all transforms of the stage. */
  void startBundle();

  /** Processes one element of the stage's input. A bundle is open. */
  void processElement(WindowedValue<?> element);

  /**
   * Processes one element of a stage whose root has state or timers: the pair of the current key
   * and the element's value. A bundle is open.
   */
  @SuppressWarnings("NullAway") // keys and values may be null, as Beam allows
  default void processElement(@Nullable Object key, WindowedValue<?> element) {
    processElement(element.withValue(KV.of(key, element.getValue())));
  }

  /**
   * Fires a timer of the stage's root transform. A bundle is open and the current key is the
   * timer's.
   */
  void fireTimer(@Nullable Object key, TimerData timer);

  /** Calls {@code @OnWindowExpiration} of the root transform. A bundle is open. */
  void expireWindow(
      @Nullable Object key, BoundedWindow window, Instant timestamp, CausedByDrain causedByDrain);

  /** Closes the bundle in all transforms; their last outputs come during the call. */
  void finishBundle();

  /**
   * Releases the user's code ({@code @Teardown}); also after a failure, at most once. What it
   * throws is logged: it can't undo what has been processed.
   */
  void tearDown();
}
