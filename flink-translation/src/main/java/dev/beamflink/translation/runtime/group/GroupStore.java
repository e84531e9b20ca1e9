package dev.beamflink.translation.runtime.group;

import java.util.Map;
import org.apache.beam.runners.core.StateInternals;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.runners.core.TimerInternals;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.state.GroupingState;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.state.WatermarkHoldState;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state and timers of groups of the current key: {@link GroupStates} says what there is.
 *
 * <p>Timers have no output timestamp: what a group may still emit is held by its hold.
 */
final class GroupStore {

  private static final String END_OF_WINDOW = "end";
  private static final String EXPIRY = "expiry";
  private static final String NO_FAMILY = "";

  private final StateInternals state;
  private final TimerInternals timers;
  private final Coder<BoundedWindow> windowCoder;
  private final Gathering gathering;
  private final StateTag<? extends GroupingState<Object, ?>> values;
  private final StateTag<ValueState<GroupRecord>> records = GroupStates.record();
  private final StateTag<WatermarkHoldState> holds;
  private final StateTag<ValueState<Map<BoundedWindow, BoundedWindow>>> windows;

  @SuppressWarnings("unchecked") // of either kind
  GroupStore(GroupSpec spec, Gathering gathering, StateInternals state, TimerInternals timers) {
    this.state = state;
    this.timers = timers;
    this.windowCoder = spec.windowCoder();
    this.gathering = gathering;
    this.values = (StateTag<? extends GroupingState<Object, ?>>) spec.reduction().values();
    this.holds = GroupStates.hold(spec);
    this.windows = GroupStates.windows(spec);
  }

  private StateNamespace namespace(BoundedWindow window) {
    return StateNamespaces.window(windowCoder, window);
  }

  /** What there is to know of a group; null if nothing. */
  @Nullable GroupRecord record(BoundedWindow address) {
    return state.state(namespace(address), records).read();
  }

  void setRecord(BoundedWindow address, GroupRecord value) {
    state.state(namespace(address), records).write(value);
  }

  void clearRecord(BoundedWindow address) {
    state.state(namespace(address), records).clear();
  }

  boolean hasValues(BoundedWindow address) {
    return !Boolean.TRUE.equals(valuesOf(address).isEmpty().read());
  }

  /** Adds what has been gathered in memory. */
  void addValues(BoundedWindow address, @Nullable Object gathered) {
    gathering.addTo(valuesOf(address), gathered);
  }

  /** What the reduction makes of all values; valid also when they are cleared later. */
  @Nullable Object result(BoundedWindow address) {
    return valuesOf(address).read();
  }

  /** Puts the values of one address to those of another. */
  void moveValues(BoundedWindow from, BoundedWindow to) {
    gathering.move(valuesOf(from), valuesOf(to));
  }

  void clearValues(BoundedWindow address) {
    valuesOf(address).clear();
  }

  private GroupingState<Object, ?> valuesOf(BoundedWindow address) {
    return state.state(namespace(address), values);
  }

  @Nullable Instant hold(BoundedWindow address) {
    return state.state(namespace(address), holds).read();
  }

  void addHold(BoundedWindow address, long millis) {
    state.state(namespace(address), holds).add(Instant.ofEpochMilli(millis));
  }

  void clearHold(BoundedWindow address) {
    state.state(namespace(address), holds).clear();
  }

  /** The windows of groups of the key that are not over, where windows merge, with addresses. */
  Map<BoundedWindow, BoundedWindow> windows() {
    @Nullable Map<BoundedWindow, BoundedWindow> stored =
        state.state(StateNamespaces.global(), windows).read();
    return stored == null ? Map.of() : stored;
  }

  void setWindows(Map<BoundedWindow, BoundedWindow> addresses) {
    ValueState<Map<BoundedWindow, BoundedWindow>> set =
        state.state(StateNamespaces.global(), windows);
    if (addresses.isEmpty()) {
      set.clear();
    } else {
      set.write(addresses);
    }
  }

  /** Wakes the group at the end of its window. */
  void wakeAtEnd(BoundedWindow window) {
    wake(window, END_OF_WINDOW, window.maxTimestamp(), TimeDomain.EVENT_TIME);
  }

  /** Wakes the group when it is over. */
  void wakeAtExpiry(BoundedWindow window, Instant expiry) {
    wake(window, EXPIRY, expiry, TimeDomain.EVENT_TIME);
  }

  /** Wakes the group when a clock has come to that time. */
  void wakeAt(BoundedWindow window, TimeDomain domain, Instant time) {
    wake(window, Long.toString(time.getMillis()), time, domain);
  }

  private void wake(BoundedWindow window, String id, Instant time, TimeDomain domain) {
    timers.setTimer(namespace(window), id, NO_FAMILY, time, time, domain);
  }

  /** No group of that window is there any more. */
  void letSleep(BoundedWindow window) {
    timers.deleteTimer(namespace(window), END_OF_WINDOW, NO_FAMILY, TimeDomain.EVENT_TIME);
    timers.deleteTimer(namespace(window), EXPIRY, NO_FAMILY, TimeDomain.EVENT_TIME);
  }
}
