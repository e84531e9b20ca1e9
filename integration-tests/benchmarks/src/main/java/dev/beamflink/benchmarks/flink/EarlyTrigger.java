package dev.beamflink.benchmarks.flink;

import org.apache.flink.api.common.state.ReducingState;
import org.apache.flink.api.common.state.ReducingStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.windowing.triggers.Trigger;
import org.apache.flink.streaming.api.windowing.triggers.TriggerResult;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;

/** Fires each so many elements of a window, and at its end. */
final class EarlyTrigger extends Trigger<Object, TimeWindow> {

  private static final long serialVersionUID = 1L;

  private final long elements;
  private final ReducingStateDescriptor<Long> seen =
      new ReducingStateDescriptor<>("seen", Long::sum, Types.LONG);

  EarlyTrigger(long elements) {
    this.elements = elements;
  }

  @Override
  public TriggerResult onElement(
      Object element, long timestamp, TimeWindow window, TriggerContext context) throws Exception {
    context.registerEventTimeTimer(window.maxTimestamp());
    ReducingState<Long> count = context.getPartitionedState(seen);
    count.add(1L);
    if (count.get() < elements) {
      return TriggerResult.CONTINUE;
    }
    count.clear();
    return TriggerResult.FIRE;
  }

  @Override
  public TriggerResult onEventTime(long time, TimeWindow window, TriggerContext context) {
    return TriggerResult.FIRE_AND_PURGE;
  }

  @Override
  public TriggerResult onProcessingTime(long time, TimeWindow window, TriggerContext context) {
    return TriggerResult.CONTINUE;
  }

  @Override
  public void clear(TimeWindow window, TriggerContext context) {
    context.deleteEventTimeTimer(window.maxTimestamp());
    context.getPartitionedState(seen).clear();
  }
}
