package dev.beamflink.runner.savepoint;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.CombiningState;
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
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionView;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** DoFns with state and timers, whose output does not depend on the order of keys. */
final class KeyedFns {

  private KeyedFns() {}

  /**
   * Holds numbers back until the timer of their {@value #GRAIN_MILLIS} ms, one of a family; sums up
   * until the window expires.
   */
  static final class EventTime extends DoFn<KV<Integer, Long>, String> {

    private static final long GRAIN_MILLIS = 25;

    @StateId("waiting")
    private final StateSpec<MapState<Long, Long>> waitingSpec =
        StateSpecs.map(VarLongCoder.of(), VarLongCoder.of());

    @StateId("sum")
    private final StateSpec<CombiningState<Long, long[], Long>> sumSpec =
        StateSpecs.combining(Sum.ofLongs());

    @TimerFamily("grains")
    private final TimerSpec grainsSpec = TimerSpecs.timerMap(TimeDomain.EVENT_TIME);

    @ProcessElement
    public void process(
        @Element KV<Integer, Long> element,
        @Timestamp Instant timestamp,
        @StateId("waiting") MapState<Long, Long> waiting,
        @StateId("sum") CombiningState<Long, long[], Long> sum,
        @TimerFamily("grains") TimerMap grains) {
      long grain = timestamp.getMillis() / GRAIN_MILLIS;
      waiting.put(element.getValue(), grain);
      sum.add(element.getValue());
      grains
          .get(Long.toString(grain))
          .withOutputTimestamp(timestamp)
          .set(Instant.ofEpochMilli((grain + 1) * GRAIN_MILLIS - 1));
    }

    @OnTimerFamily("grains")
    public void grain(
        @TimerId String timer,
        @StateId("waiting") MapState<Long, Long> waiting,
        OutputReceiver<String> output) {
      long grain = Long.parseLong(timer);
      List<Long> due = new ArrayList<>();
      waiting
          .entries()
          .read()
          .forEach(
              entry -> {
                if (entry.getValue() == grain) {
                  due.add(entry.getKey());
                }
              });
      for (long number : due) {
        waiting.remove(number);
        output.output("number %d of grain %d".formatted(number, grain));
      }
    }

    @OnWindowExpiration
    public void end(
        @Key Integer key,
        @StateId("sum") CombiningState<Long, long[], Long> sum,
        OutputReceiver<String> output) {
      output.output("key %d sums up to %d".formatted(key, sum.read()));
    }
  }

  /** Keeps numbers until the gates are open, asking again by a timer of processing time. */
  static final class ProcessingTime extends DoFn<KV<Integer, Long>, String> {

    private static final Duration PAUSE = Duration.millis(5);

    @StateId("kept")
    private final StateSpec<BagState<Long>> keptSpec = StateSpecs.bag(VarLongCoder.of());

    @TimerId("ask")
    private final TimerSpec askSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

    private final Gates gates;

    ProcessingTime(Gates gates) {
      this.gates = gates;
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, Long> element,
        @StateId("kept") BagState<Long> kept,
        @TimerId("ask") Timer ask) {
      kept.add(element.getValue());
      ask.offset(PAUSE).setRelative();
    }

    @OnTimer("ask")
    public void ask(
        @StateId("kept") BagState<Long> kept,
        @TimerId("ask") Timer ask,
        OutputReceiver<String> output) {
      if (!gates.areOpen()) {
        ask.offset(PAUSE).setRelative();
        return;
      }
      kept.read().forEach(number -> output.output("number " + number));
      kept.clear();
    }
  }

  /** Says of each number which one of its key came before it in event time. */
  static final class TimeSorted extends DoFn<KV<Integer, Long>, String> {

    @StateId("last")
    private final StateSpec<ValueState<Long>> lastSpec = StateSpecs.value(VarLongCoder.of());

    @RequiresTimeSortedInput
    @ProcessElement
    public void process(
        @Element KV<Integer, Long> element,
        @StateId("last") ValueState<@Nullable Long> last,
        OutputReceiver<String> output) {
      output.output("number %d after %s".formatted(element.getValue(), last.read()));
      last.write(element.getValue());
    }
  }

  /** Says what the side input is, and at the end of the window which numbers asked. */
  static final class WithSideInput extends DoFn<KV<Integer, Long>, String> {

    @StateId("numbers")
    private final StateSpec<BagState<Long>> numbersSpec = StateSpecs.bag(VarLongCoder.of());

    private final PCollectionView<Long> side;

    WithSideInput(PCollectionView<Long> side) {
      this.side = side;
    }

    @ProcessElement
    public void process(ProcessContext context, @StateId("numbers") BagState<Long> numbers) {
      numbers.add(context.element().getValue());
      context.output(
          "number %d of %d".formatted(context.element().getValue(), context.sideInput(side)));
    }

    @OnWindowExpiration
    public void end(
        @Key Integer key,
        @StateId("numbers") BagState<Long> numbers,
        OutputReceiver<String> output) {
      TreeSet<Long> sorted = new TreeSet<>();
      numbers.read().forEach(sorted::add);
      output.output("key %d has %s".formatted(key, sorted));
    }
  }
}
