package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import dev.beamflink.translation.runtime.state.KeyedStateInternals;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.runners.core.StateTags;
import org.apache.beam.runners.core.TimerInternals;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.state.OrderedListState;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Holds the elements of {@code @RequiresTimeSortedInput} in STREAMING until no earlier one can
 * come: until the watermark has passed their timestamp and the allowed lateness. In BATCH the input
 * is sorted already.
 *
 * <p>Waiting elements are in keyed state, sorted by timestamp; one timer per key and window hands
 * over those whose turn it is, and holds the output watermark at the earliest.
 */
final class TimeSortedInput {

  /** Family of the timers that hand over; no user's family has such a name. */
  static final String FAMILY = "beamflink:time-sorted-input";

  private final StateTag<OrderedListState<WindowedValue<Object>>> tag;
  private final KeyedStateInternals state;
  private final TimerInternals timers;
  private final Coder<BoundedWindow> windowCoder;
  private final Duration allowedLateness;
  private final Consumer<WindowedValue<Object>> next;

  /**
   * @param coder of the waiting elements, without their key
   * @param next takes the current key's elements in order
   */
  TimeSortedInput(
      WindowedValueCoder<Object> coder,
      KeyedStateInternals state,
      TimerInternals timers,
      Duration allowedLateness,
      Consumer<WindowedValue<Object>> next) {
    this.tag = tag(coder);
    this.state = state;
    this.timers = timers;
    this.windowCoder = coder.windowCoder();
    this.allowedLateness = allowedLateness;
    this.next = next;
  }

  /** That of a stage; null where it need not be sorted here. */
  static @Nullable TimeSortedInput of(
      KeyedStageSpec spec,
      KeyedStateInternals state,
      TimerInternals timers,
      Consumer<WindowedValue<Object>> next) {
    WindowedValueCoder<Object> coder = spec.sortedInput();
    if (coder == null) {
      return null;
    }
    state.register(tag(coder));
    return new TimeSortedInput(coder, state, timers, spec.allowedLateness(), next);
  }

  /** The state that waiting elements are in. */
  static StateTag<OrderedListState<WindowedValue<Object>>> tag(WindowedValueCoder<Object> coder) {
    return StateTags.makeSystemTagInternal(StateTags.orderedList("time-sorted-input", coder));
  }

  /** Whether the element comes after its turn. */
  boolean isTooLate(WindowedValue<Object> element) {
    return timers.currentInputWatermarkTime().isAfter(element.getTimestamp().plus(allowedLateness));
  }

  /** Takes an element of the current key, in exactly one window. */
  void add(WindowedValue<Object> element) {
    StateNamespace namespace =
        StateNamespaces.window(windowCoder, element.getWindows().iterator().next());
    OrderedListState<WindowedValue<Object>> waiting = state.state(namespace, tag);
    waiting.add(TimestampedValue.of(element, element.getTimestamp()));
    // The timer is set already unless nothing that waits is earlier.
    Instant first = state.firstTimestamp(namespace, tag);
    if (element.getTimestamp().equals(first)) {
      setTimer(namespace, element.getTimestamp());
    }
  }

  boolean isTurn(TimerData timer) {
    return FAMILY.equals(timer.getTimerFamilyId());
  }

  /** Hands over the elements whose turn it is at the timer's time. */
  void turn(TimerData timer) {
    OrderedListState<WindowedValue<Object>> waiting = state.state(timer.getNamespace(), tag);
    Instant end = timer.getTimestamp().minus(allowedLateness).plus(Duration.millis(1));
    List<WindowedValue<Object>> due = new ArrayList<>();
    for (TimestampedValue<WindowedValue<Object>> element :
        waiting.readRange(BoundedWindow.TIMESTAMP_MIN_VALUE, end)) {
      due.add(element.getValue());
    }
    waiting.clearRange(BoundedWindow.TIMESTAMP_MIN_VALUE, end);
    Instant first = state.firstTimestamp(timer.getNamespace(), tag);
    if (first != null) {
      setTimer(timer.getNamespace(), first);
    }
    due.forEach(next);
  }

  private void setTimer(StateNamespace namespace, Instant first) {
    timers.setTimer(
        namespace, "", FAMILY, first.plus(allowedLateness), first, TimeDomain.EVENT_TIME);
  }
}
