package dev.beamflink.translation.runtime.group;

import java.util.List;
import org.apache.beam.runners.core.NullSideInputReader;
import org.apache.beam.runners.core.ReduceFn;
import org.apache.beam.runners.core.ReduceFnRunner;
import org.apache.beam.runners.core.StateInternals;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.runners.core.TimerInternals;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.runners.core.triggers.ExecutableTriggerStateMachine;
import org.apache.beam.runners.core.triggers.TriggerStateMachines;
import org.apache.beam.sdk.state.GroupingState;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.util.construction.TriggerTranslation;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.jspecify.annotations.Nullable;

/**
 * Groups the elements of each key by window and emits panes when the trigger says so:
 * runners-core's {@code ReduceFnRunner} on our state and timers.
 *
 * <p>Made when the operator opens; used in the task thread, with Flink's current key set.
 */
final class KeyGrouping {

  @FunctionalInterface
  private interface Use {
    void of(ReduceFnRunner<Object, Object, Object, BoundedWindow> runner) throws Exception;
  }

  private final GroupSpec spec;
  private final StateInternals state;
  private final TriggerTimers timers;
  private final GroupOutput output;
  private final GroupRunners runners;
  private final LatenessFilter lateness;
  private final GroupCalls calls;

  /**
   * @param merging lifetime of runners if windows merge
   */
  KeyGrouping(
      GroupSpec spec,
      StateInternals state,
      TimerInternals timers,
      GroupOutput output,
      GroupCalls calls,
      GroupRunners.Lifetime merging) {
    this.spec = spec;
    this.state = state;
    this.timers = new TriggerTimers(timers);
    this.output = output;
    this.calls = calls;
    this.lateness =
        new LatenessFilter(
            spec.windowing().getAllowedLateness(),
            timers::currentInputWatermarkTime,
            calls.metrics());
    GroupRunners.Maker maker = maker(spec, state);
    this.runners =
        spec.windowing().needsMerge() ? merging.of(maker) : GroupRunners.oneForAllKeys(maker);
  }

  /** Trigger and reduction keep nothing in memory, so all runners share them. */
  private GroupRunners.Maker maker(GroupSpec spec, StateInternals state) {
    ReduceFn<Object, Object, Object, BoundedWindow> reduceFn = spec.reduction().reduceFn();
    ExecutableTriggerStateMachine trigger =
        ExecutableTriggerStateMachine.create(
            TriggerStateMachines.stateMachineForTrigger(
                TriggerTranslation.toProto(spec.windowing().getTrigger())));
    return () ->
        new ReduceFnRunner<>(
            GroupOutput.NO_KEY,
            spec.windowing(),
            trigger,
            state,
            timers,
            output,
            NullSideInputReader.empty(),
            reduceFn,
            spec.options().get());
  }

  /** Takes an element of the current key. */
  void process(WindowedValue<Object> element) {
    List<WindowedValue<Object>> live = lateness.inLiveWindows(element);
    if (!live.isEmpty()) {
      output.causedBy(element.causedByDrain());
      run(runner -> runner.processElements(live));
    }
  }

  /**
   * Takes inputs of the current key in an open window, in the form in which they came. The first
   * one does all that is to be done once; others are added to what is kept.
   *
   * @param window is open, nothing fires before its end, and inputs have its end's timestamp
   */
  void process(BoundedWindow window, List<@Nullable Object> inputs) {
    output.causedBy(CausedByDrain.NORMAL);
    run(runner -> runner.processElements(List.of(atEnd(window, inputs.get(0)))));
    if (inputs.size() > 1) {
      calls.run(() -> addToBuffer(window, inputs.subList(1, inputs.size())));
    }
  }

  @SuppressWarnings("NullAway") // inputs may be null, as Beam allows
  private static WindowedValue<Object> atEnd(BoundedWindow window, @Nullable Object input) {
    return WindowedValues.of(input, window.maxTimestamp(), window, PaneInfo.NO_FIRING);
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // both kinds of buffer take inputs, null too
  private void addToBuffer(BoundedWindow window, List<@Nullable Object> inputs) {
    GroupingState<Object, ?> buffer =
        (GroupingState<Object, ?>)
            state.state(
                StateNamespaces.window(spec.windowCoder(), window), spec.reduction().buffer());
    inputs.forEach(buffer::add);
  }

  /** Takes a timer of the current key. */
  void onTimer(TimerData timer) {
    output.causedBy(timer.causedByDrain());
    timers.firing(timer);
    run(runner -> runner.onTimers(List.of(timer)));
    timers.fired();
  }

  private void run(Use use) {
    calls.run(
        () -> {
          ReduceFnRunner<Object, Object, Object, BoundedWindow> runner = runners.acquire();
          use.of(runner);
          runners.release(runner);
        });
  }
}
