package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.element.KeyedElement;
import dev.beamflink.translation.runtime.group.trigger.TriggerMachine;
import dev.beamflink.translation.runtime.group.trigger.TriggerMachines;
import dev.beamflink.translation.runtime.timer.StreamingTimerStore;
import dev.beamflink.translation.runtime.watermark.OutputWatermark;
import java.io.IOException;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.beam.runners.core.ReduceFnRunner;
import org.apache.beam.runners.core.StateInternals;
import org.apache.beam.runners.core.StateNamespaces.WindowNamespace;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Groups elements by key and window and emits panes when the trigger says so, as Beam's model has
 * it: merging windows, early and late panes, accumulation, lateness.
 *
 * <p>What comes is kept in memory, so that an element costs no state. All of it goes to state ahead
 * of a checkpoint's barrier, and when it takes too much room; a group that is over before that
 * never was in state. One that was is put together of both when it fires: memory has what has come
 * since.
 *
 * <p>Task thread only. Made when the operator opens.
 */
final class WindowedGroups implements AutoCloseable {

  private final TriggerMachine trigger;
  private final boolean isIdleBeforeEnd;
  private final boolean merges;
  private final GroupSizes sizes;
  private final Schedule schedule;
  private final GroupStore store;
  private final StreamingTimerStore timers;
  private final TriggerTimers clocks;
  private final GroupScene scene;
  private final GroupHolds holds;
  private final StoredGroups stored;
  private final GroupPanes panes;
  private final GroupIndex index;
  private final GroupCalls calls;
  private final Consumer<EncodedKey> currentKey;
  private final LatenessFilter lateness;
  private final Counter droppedAsClosed;

  /**
   * @param room how much is kept in memory
   * @param currentKey sets the current key, that of state and output
   */
  WindowedGroups(
      GroupSpec spec,
      Room room,
      StateInternals state,
      StreamingTimerStore timers,
      OutputWatermark outputWatermark,
      GroupOutput output,
      GroupCalls calls,
      Consumer<EncodedKey> currentKey) {
    Supplier<Instant> inputWatermark = timers::currentInputWatermarkTime;
    Gathering gathering = Gathering.of(spec.reduction(), spec.options().get());
    this.trigger = TriggerMachines.of(spec.windowing().getTrigger());
    this.isIdleBeforeEnd = trigger.isIdleBeforeEndOfWindow();
    this.merges = spec.windowing().needsMerge();
    this.sizes = new GroupSizes(room, gathering);
    this.schedule = new Schedule(spec.windowing(), trigger);
    this.timers = timers;
    this.clocks = new TriggerTimers(timers);
    this.store = new GroupStore(spec, gathering, state, clocks);
    this.scene = new GroupScene(merges, clocks, store);
    this.holds = new GroupHolds(spec, store, outputWatermark, inputWatermark);
    this.stored =
        new StoredGroups(
            store,
            holds,
            sizes,
            schedule,
            TriggerMachines.id(spec.windowing().getTrigger()),
            currentKey);
    this.panes =
        new GroupPanes(
            spec,
            trigger,
            gathering,
            sizes,
            store,
            scene,
            holds,
            inputWatermark,
            outputWatermark,
            output);
    this.calls = calls;
    this.currentKey = currentKey;
    this.lateness =
        new LatenessFilter(spec.windowing().getAllowedLateness(), inputWatermark, calls.metrics());
    this.droppedAsClosed =
        calls
            .metrics()
            .getCounter(
                MetricName.named(
                    ReduceFnRunner.class, ReduceFnRunner.DROPPED_DUE_TO_CLOSED_WINDOW));
    long inStateUntil = timers.latestRestoredMillis();
    this.index =
        merges
            ? new MergingIndex(
                spec.windowing().getWindowFn(),
                schedule,
                sizes,
                inputWatermark,
                store,
                inStateUntil,
                new GroupMerger(
                        trigger, scene, store, stored, sizes, holds, schedule, inputWatermark)
                    ::merge,
                currentKey)
            : new WindowIndex(schedule, sizes, inputWatermark, inStateUntil);
  }

  /** Takes an element of the current key in all its windows. */
  void process(KeyedElement<Object> keyed) {
    WindowedValue<Object> element = keyed.value();
    calls.run(
        () -> {
          for (BoundedWindow window : element.getWindows()) {
            if (lateness.isLive(window)) {
              process(index.groupFor(keyed.key(), window), element);
            }
          }
        });
    makeRoom();
  }

  private void makeRoom() {
    if (sizes.isFull()) {
      moveToState();
    }
  }

  private void process(Group group, WindowedValue<Object> element) throws IOException {
    // After a restore the watermark is behind what groups in state have seen of it.
    boolean mayFire = !isIdleBeforeEnd || group.mayBeStored || isBehindEnd(group.window);
    if (mayFire) {
      stored.load(group);
      if (trigger.isFinished(group.facts)) {
        droppedAsClosed.inc();
        finish(group);
        return;
      }
    }
    group.isEmpty = false;
    holds.add(group, element.getTimestamp());
    sizes.add(group, element.getValue());
    if (mayFire) {
      trigger.onElement(scene.of(group));
      fireIfDue(group, element.causedByDrain());
    }
  }

  private boolean isBehindEnd(BoundedWindow window) {
    return schedule.isBehindEnd(window, timers.currentInputWatermarkTime());
  }

  private void fireIfDue(Group group, CausedByDrain cause) {
    if (!trigger.isFinished(group.facts) && trigger.shouldFire(scene.of(group))) {
      panes.fire(group, cause);
      if (trigger.isFinished(group.facts)) {
        finish(group);
      }
    }
  }

  /** The trigger has finished, so nothing but that is kept of a group, under its own window. */
  private void finish(Group group) {
    holds.drop(group);
    if (!group.address.equals(group.window)) {
      if (group.hasStoredRecord) {
        store.clearRecord(group.address);
        group.hasStoredRecord = false;
      }
      group.address = group.window;
    }
    index.finish(group);
  }

  /**
   * Moves the input watermark, and emits what ends by then.
   *
   * @param flinkWatermark the new input watermark, as Flink has it
   */
  void advanceWatermark(long flinkWatermark) throws Exception {
    CausedByDrain cause = timers.announce(flinkWatermark);
    while (index.nextDue() <= flinkWatermark && index.nextDue() != GroupIndex.NEVER) {
      long millis = index.nextDue();
      timers.advanceWatermark(millis); // with groups that are in state only
      Collection<Group> due = index.takeDue(millis);
      calls.run(() -> due.forEach(group -> lookAt(group, cause)));
    }
    timers.advanceWatermark(flinkWatermark);
    sizes.shrink();
    makeRoom();
  }

  private void lookAt(Group group, CausedByDrain cause) {
    currentKey.accept(group.key);
    stored.load(group);
    group.isBehindEnd = isBehindEnd(group.window);
    if (timers.currentInputWatermarkTime().isAfter(schedule.expiry(group.window))) {
      panes.expire(group, cause);
      sizes.leave(group);
    } else {
      fireIfDue(group, cause);
    }
  }

  /** Takes a timer of the current key. */
  void onTimer(EncodedKey key, TimerData timer) {
    BoundedWindow window = ((WindowNamespace<?>) timer.getNamespace()).getWindow();
    boolean isExpired = timers.currentInputWatermarkTime().isAfter(schedule.expiry(window));
    if (timer.getDomain() != TimeDomain.EVENT_TIME && isExpired) {
      return;
    }
    clocks.firing(timer);
    calls.run(
        () -> {
          Group group = find(key, window);
          if (group != null) {
            if (isExpired) {
              index.remove(group);
            }
            lookAt(group, timer.causedByDrain());
          }
        });
    clocks.fired();
    if (sizes.isFull()) {
      moveToState();
      currentKey.accept(key);
    }
  }

  /** The group of a window, in memory now; null if there is none. */
  private @Nullable Group find(EncodedKey key, BoundedWindow window) throws Exception {
    Group group = index.find(key, window);
    if (group != null) {
      return group;
    }
    Group found = index.fromState(key, window);
    stored.load(found);
    boolean isFinished = trigger.isFinished(found.facts);
    if (isFinished || (!merges && (found.hasStoredRecord || found.hasStoredValues))) {
      return found;
    }
    // Where windows merge, this is the address of another group.
    index.remove(found);
    sizes.leave(found);
    return null;
  }

  /** All groups go to state. */
  void moveToState() {
    calls.run(() -> index.moveToState(stored::store));
    sizes.shrink();
  }

  /** Gives the memory back; what is in it is lost. */
  @Override
  public void close() {
    sizes.close();
  }
}
