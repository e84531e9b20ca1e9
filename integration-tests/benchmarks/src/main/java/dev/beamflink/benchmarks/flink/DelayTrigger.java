package dev.beamflink.benchmarks.flink;

import java.time.Duration;
import org.apache.flink.api.common.state.ReducingState;
import org.apache.flink.api.common.state.ReducingStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.windowing.triggers.Trigger;
import org.apache.flink.streaming.api.windowing.triggers.TriggerResult;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;

/** Fires so long after the first element of a window, or since it fired last, and at its end. */
final class DelayTrigger extends Trigger<Object, TimeWindow> {

  private static final long serialVersionUID = 1L;

  private final long delayMillis;
  private final ReducingStateDescriptor<Long> firesAt =
      new ReducingStateDescriptor<>("fires at", Math::min, Types.LONG);

  DelayTrigger(Duration delay) {
    this.delayMillis = delay.toMillis();
  }

  @Override
  public TriggerResult onElement(
      Object element, long timestamp, TimeWindow window, TriggerContext context) throws Exception {
    context.registerEventTimeTimer(window.maxTimestamp());
    ReducingState<Long> time = context.getPartitionedState(firesAt);
    if (time.get() == null) {
      long next = context.getCurrentProcessingTime() + delayMillis;
      time.add(next);
      context.registerProcessingTimeTimer(next);
    }
    return TriggerResult.CONTINUE;
  }

  @Override
  public TriggerResult onProcessingTime(long time, TimeWindow window, TriggerContext context)
      throws Exception {
    context.getPartitionedState(firesAt).clear();
    return TriggerResult.FIRE;
  }

  @Override
  public TriggerResult onEventTime(long time, TimeWindow window, TriggerContext context) {
    return TriggerResult.FIRE_AND_PURGE;
  }

  @Override
  public void clear(TimeWindow window, TriggerContext context) throws Exception {
    context.deleteEventTimeTimer(window.maxTimestamp());
    ReducingState<Long> time = context.getPartitionedState(firesAt);
    Long next = time.get();
    if (next != null) {
      context.deleteProcessingTimeTimer(next);
      time.clear();
    }
  }
}
