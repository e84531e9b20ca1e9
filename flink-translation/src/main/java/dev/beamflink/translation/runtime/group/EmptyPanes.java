package dev.beamflink.translation.runtime.group;

import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.transforms.windowing.PaneInfo.Timing;
import org.apache.beam.sdk.transforms.windowing.Window.ClosingBehavior;
import org.apache.beam.sdk.transforms.windowing.Window.OnTimeBehavior;
import org.apache.beam.sdk.values.WindowingStrategy;

/**
 * Which panes are emitted though nothing has come since the one before.
 *
 * @param asOnTime the one on time
 * @param asLast the last one
 */
record EmptyPanes(boolean asOnTime, boolean asLast) {

  static EmptyPanes of(WindowingStrategy<?, ?> windowing) {
    return new EmptyPanes(
        windowing.getOnTimeBehavior() == OnTimeBehavior.FIRE_ALWAYS,
        windowing.getClosingBehavior() == ClosingBehavior.FIRE_ALWAYS);
  }

  /** Whether any is. */
  boolean areEmitted() {
    return asOnTime || asLast;
  }

  /** Whether this one is. */
  boolean emits(PaneInfo pane) {
    return (asOnTime && pane.getTiming() == Timing.ON_TIME) || (asLast && pane.isLast());
  }
}
