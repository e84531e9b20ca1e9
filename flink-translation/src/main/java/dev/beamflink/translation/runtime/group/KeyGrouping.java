package dev.beamflink.translation.runtime.group;

import java.util.List;
import org.apache.beam.runners.core.NullSideInputReader;
import org.apache.beam.runners.core.ReduceFn;
import org.apache.beam.runners.core.ReduceFnRunner;
import org.apache.beam.runners.core.StateInternals;
import org.apache.beam.runners.core.TimerInternals;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.runners.core.triggers.ExecutableTriggerStateMachine;
import org.apache.beam.runners.core.triggers.TriggerStateMachines;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.construction.TriggerTranslation;
import org.apache.beam.sdk.values.WindowedValue;

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
