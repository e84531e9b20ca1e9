package dev.beamflink.translation.runtime.timer;

import dev.beamflink.translation.runtime.element.EncodedKey;

/**
 * Drives the timers of a keyed operator as its mode wants it; the operator's callbacks delegate
 * here. Made when the operator opens; task thread only.
 */
public interface TimerDriver {

  /** The timers that are driven. */
  TimerStore store();

  /**
   * An element of this key is next. Called before Flink's current key changes, so that the key
   * before it can be finished.
   */
  void beforeElementOf(EncodedKey key) throws Exception;

  /** The input watermark has moved; fires what it makes due, before it is forwarded. */
  void advanceWatermark(long flinkWatermark) throws Exception;

  /** No element follows. */
  void endInput() throws Exception;

  /** A bundle has ended: what it does to timers has been done. */
  default void bundleEnded() {}
}
