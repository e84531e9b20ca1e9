package dev.beamflink.cluster.job.fault.pipeline;

import dev.beamflink.cluster.job.fault.Orders;
import dev.beamflink.cluster.job.fault.Phase;
import dev.beamflink.cluster.job.fault.Schedule;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerMap;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;

/** Keeps the elements of each second of event time until its timer, one of a family, fires. */
final class WaitForSecond extends DoFn<KV<Integer, Long>, String> {
  @Serial private static final long serialVersionUID = 1L;

  private static final String WAITING = "waiting";
  private static final String COUNT = "count";
  private static final String SECONDS = "seconds";
  private static final String END = "end";
  private static final long SECOND_MILLIS = 1000;

  @StateId(WAITING)
  private final StateSpec<MapState<Long, List<Long>>> waitingSpec =
      StateSpecs.map(VarLongCoder.of(), ListCoder.of(VarLongCoder.of()));

  @StateId(COUNT)
  private final StateSpec<ValueState<Long>> countSpec = StateSpecs.value(VarLongCoder.of());

  @TimerFamily(SECONDS)
  private final TimerSpec secondsSpec = TimerSpecs.timerMap(TimeDomain.EVENT_TIME);

  @TimerId(END)
  private final TimerSpec endSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final Schedule schedule;

  WaitForSecond(Schedule schedule) {
    this.schedule = schedule;
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, Long> element,
      @Timestamp Instant timestamp,
      @StateId(WAITING) MapState<Long, List<Long>> waiting,
      @StateId(COUNT) ValueState<Long> count,
      @TimerFamily(SECONDS) TimerMap seconds,
      @TimerId(END) Timer end) {
    long second = timestamp.getMillis() / SECOND_MILLIS + 1;
    List<Long> numbers = new ArrayList<>(waiting.getOrDefault(second, List.of()).read());
    numbers.add(element.getValue());
    waiting.put(second, numbers);
    seconds.set(Long.toString(second), Instant.ofEpochMilli(second * SECOND_MILLIS));
    Long before = count.read();
    count.write(before == null ? 1 : before + 1);
    end.set(GlobalWindow.INSTANCE.maxTimestamp());
  }

  @OnTimerFamily(SECONDS)
  public void second(
      @TimerId String timer,
      @StateId(WAITING) MapState<Long, List<Long>> waiting,
      OutputReceiver<String> output) {
    long second = Long.parseLong(timer);
    List<Long> numbers = waiting.getOrDefault(second, List.of()).read();
    numbers.forEach(number -> output.output("element %d by %d".formatted(number, second)));
    waiting.remove(second);
    new Orders(schedule.meeting()).obey(Phase.TIMER);
  }

  @OnTimer(END)
  public void end(
      @Key Integer key, @StateId(COUNT) ValueState<Long> count, OutputReceiver<String> output) {
    output.output("key %d has %d".formatted(key, count.read()));
  }
}
