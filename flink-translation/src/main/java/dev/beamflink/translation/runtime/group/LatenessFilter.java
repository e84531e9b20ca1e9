package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.element.SingleWindow;
import dev.beamflink.translation.runtime.time.ExpiryTimes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.apache.beam.runners.core.LateDataDroppingDoFnRunner;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.metrics.MetricsContainer;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Takes an element apart into one per window and drops those whose window has expired: the
 * watermark has passed its end by more than the allowed lateness, and its state is gone.
 *
 * <p>Counts them under the name that Beam's runners agree on. Used in the task thread only.
 */
final class LatenessFilter {

  private final ExpiryTimes expiries;
  private final Supplier<Instant> inputWatermark;
  private final Counter dropped;

  LatenessFilter(
      Duration allowedLateness, Supplier<Instant> inputWatermark, MetricsContainer metrics) {
    this.expiries = new ExpiryTimes(allowedLateness);
    this.inputWatermark = inputWatermark;
    this.dropped =
        metrics.getCounter(
            MetricName.named(
                LateDataDroppingDoFnRunner.class,
                LateDataDroppingDoFnRunner.DROPPED_DUE_TO_LATENESS));
  }

  /** The element in each of its windows that has not expired. */
  List<WindowedValue<Object>> inLiveWindows(WindowedValue<Object> element) {
    Collection<? extends BoundedWindow> windows = element.getWindows();
    if (windows.size() == 1) {
      return isLive(windows.iterator().next()) ? List.of(element) : List.of();
    }
    List<WindowedValue<Object>> live = new ArrayList<>(windows.size());
    for (BoundedWindow window : windows) {
      if (isLive(window)) {
        live.add(SingleWindow.of(element, window));
      }
    }
    return live;
  }

  /** Whether a window has not expired; else an element of it is counted. */
  boolean isLive(BoundedWindow window) {
    if (expiries.of(window).isBefore(inputWatermark.get())) {
      dropped.inc();
      return false;
    }
    return true;
  }
}
