package dev.beamflink.benchmarks.flink;

import dev.beamflink.benchmarks.fork.ForkPlan;
import dev.beamflink.benchmarks.fork.Numbers;
import dev.beamflink.benchmarks.fork.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.datastream.BroadcastStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.windowing.assigners.EventTimeSessionWindows;
import org.apache.flink.streaming.api.windowing.assigners.GlobalWindows;
import org.apache.flink.streaming.api.windowing.assigners.SlidingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.WindowAssigner;
import org.apache.flink.streaming.api.windowing.triggers.Trigger;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;

/** The jobs of the workloads. */
final class FlinkWorkloads {

  private static final int KEYS = 10_000;
  private static final int MAPS = 10;
  private static final int BRANCHES = 10;
  private static final int MAP_ENTRIES = 1_000;
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final Duration LONG_WINDOW = Duration.ofSeconds(60);
  private static final Duration GAP = Duration.ofMillis(51);
  private static final Duration DELAY = Duration.ofMillis(50);

  private static final TypeInformation<Tuple2<String, Long>> PAIR =
      Types.TUPLE(Types.STRING, Types.LONG);

  private static final TypeInformation<Tuple2<String, byte[]>> RECORD =
      Types.TUPLE(Types.STRING, Types.PRIMITIVE_ARRAY(Types.BYTE));

  private final StreamExecutionEnvironment environment;
  private final ForkPlan plan;
  private final long elements;

  FlinkWorkloads(StreamExecutionEnvironment environment, ForkPlan plan, long elements) {
    this.environment = environment;
    this.plan = plan;
    this.elements = elements;
  }

  /** Builds the job of the plan's workload. */
  void build() {
    DataStream<Long> numbers = numbers();
    switch (plan.workload()) {
      case PARDO_LONG -> mapsOfLong(numbers, plan.size());
      case PARDO_KV -> mapsOfPairs(numbers, plan.size()).sinkTo(new Sinks.Pairs());
      case FIXED_SUM, FIXED_SUM_MANY_KEYS, FIXED_SUM_FIVE_MILLION_KEYS ->
          sums(numbers, plan.size(), TumblingEventTimeWindows.of(WINDOW));
      case FIXED_GROUP ->
          pairs(numbers, plan.size())
              .window(TumblingEventTimeWindows.of(WINDOW))
              .process(new WindowFunctions.AddUp())
              .returns(PAIR)
              .sinkTo(new Sinks.Pairs());
      case SLIDING_SUM -> {
        Duration period = LONG_WINDOW.dividedBy(plan.size());
        sums(numbers, KEYS, SlidingEventTimeWindows.of(LONG_WINDOW, period));
      }
      case SESSION_SUM -> sums(numbers, KEYS, EventTimeSessionWindows.withGap(GAP));
      case STATEFUL ->
          pairs(numbers, plan.size())
              .process(new StatefulFunctions.RareTimer())
              .returns(PAIR)
              .sinkTo(new Sinks.Shares());
      case STATEFUL_EVERY_TIMER ->
          pairs(numbers, plan.size())
              .process(new StatefulFunctions.TimerWithEveryElement())
              .returns(PAIR)
              .sinkTo(new Sinks.Shares());
      case SIDE_INPUT, BATCH_SIDE_INPUT -> lookUps(numbers);
      case RESHUFFLE, REDISTRIBUTE -> numbers.rebalance().sinkTo(new Sinks.Longs());
      case REDISTRIBUTE_BY_KEY -> pairs(numbers, KEYS).sinkTo(new Sinks.Pairs());
      case EARLY_COUNT -> earlySums(numbers, new EarlyTrigger(5));
      case EARLY_PROCESSING_TIME -> earlySums(numbers, new DelayTrigger(DELAY));
      case BATCH_WORD_COUNT -> countWords(numbers);
      case BATCH_CO_GROUP -> coGroups(numbers);
      case BATCH_GROUP_GIGABYTE, BATCH_GROUP_TEN_GIGABYTES -> groupsOfRecords(numbers);
      case COLD_START -> numbers.sinkTo(new Sinks.Longs());
      case LARGE_GRAPH -> largeGraph(numbers, plan.size());
      case LATENCY_PARDO_KV -> mapsOfPairs(numbers, MAPS).sinkTo(new Sinks.Late(MAPS));
      case LATENCY_STATEFUL ->
          pairs(numbers, KEYS)
              .process(new StatefulFunctions.CountEach())
              .returns(PAIR)
              .sinkTo(new Sinks.Late(0));
    }
  }

  private DataStream<Long> numbers() {
    NumberSequenceSource sequence = new NumberSequenceSource(0, elements - 1);
    return environment.fromSource(
        plan.workload().measure() == Workload.Measure.LATENCY
            ? new PacedNumbers(sequence, plan.elementsPerSecond())
            : sequence,
        WatermarkStrategy.<Long>forMonotonousTimestamps()
            .withTimestampAssigner(
                new PlaceInSplit(plan.parallelism(), plan.workload().perMilli())),
        "numbers",
        Types.LONG);
  }

  private static KeyedStream<Tuple2<String, Long>, String> pairs(
      DataStream<Long> numbers, int keys) {
    return numbers
        .map(new ElementFunctions.WithKey(keys))
        .returns(PAIR)
        .keyBy(pair -> pair.f0, Types.STRING);
  }

  private static void mapsOfLong(DataStream<Long> numbers, int maps) {
    incremented(numbers, maps).sinkTo(new Sinks.Longs());
  }

  private static DataStream<Tuple2<String, Long>> mapsOfPairs(DataStream<Long> numbers, int maps) {
    SingleOutputStreamOperator<Tuple2<String, Long>> last =
        numbers.map(new ElementFunctions.WithKey(KEYS)).returns(PAIR);
    for (int i = 0; i < maps; i++) {
      last = last.map(pair -> Tuple2.of(pair.f0, pair.f1 + 1)).returns(PAIR);
    }
    return last;
  }

  /** So many maps in ten branches. */
  private static void largeGraph(DataStream<Long> numbers, int maps) {
    DataStream<Long> ends = incremented(numbers, maps / BRANCHES);
    for (int branch = 1; branch < BRANCHES; branch++) {
      ends = ends.union(incremented(numbers, maps / BRANCHES));
    }
    ends.sinkTo(new Sinks.First());
  }

  private static DataStream<Long> incremented(DataStream<Long> numbers, int maps) {
    DataStream<Long> last = numbers;
    for (int i = 0; i < maps; i++) {
      last = last.map(number -> number + 1).returns(Types.LONG);
    }
    return last;
  }

  private static void sums(
      DataStream<Long> numbers, int keys, WindowAssigner<Object, TimeWindow> windows) {
    pairs(numbers, keys)
        .window(windows)
        .aggregate(new WindowFunctions.Sum(), new WindowFunctions.WithKey())
        .returns(PAIR)
        .sinkTo(new Sinks.Pairs());
  }

  private static void earlySums(DataStream<Long> numbers, Trigger<Object, TimeWindow> trigger) {
    pairs(numbers, KEYS)
        .window(TumblingEventTimeWindows.of(WINDOW))
        .trigger(trigger)
        .aggregate(new WindowFunctions.Sum(), new WindowFunctions.WithTiming())
        .returns(WindowFunctions.TIMED)
        .sinkTo(new Sinks.LastPanes());
  }

  private static void groupsOfRecords(DataStream<Long> numbers) {
    numbers
        .map(new ElementFunctions.RecordWithKey(KEYS))
        .returns(RECORD)
        .keyBy(pair -> pair.f0, Types.STRING)
        .window(GlobalWindows.createWithEndOfStreamTrigger())
        .process(new WindowFunctions.AddUpRecords())
        .returns(PAIR)
        .sinkTo(new Sinks.Pairs());
  }

  private void lookUps(DataStream<Long> numbers) {
    List<Tuple2<Integer, Long>> entries = new ArrayList<>();
    for (int i = 0; i < MAP_ENTRIES; i++) {
      entries.add(Tuple2.of(i, Numbers.mix(i)));
    }
    TypeInformation<Tuple2<Integer, Long>> type = Types.TUPLE(Types.INT, Types.LONG);
    BroadcastStream<Tuple2<Integer, Long>> map =
        environment.fromData(entries, type).broadcast(LookUp.ENTRIES);
    numbers
        .connect(map)
        .process(new LookUp(MAP_ENTRIES))
        .returns(Types.LONG)
        .sinkTo(new Sinks.Longs());
  }

  /** Adds up in front of the exchange, as someone does who knows that words repeat. */
  private static void countWords(DataStream<Long> numbers) {
    numbers
        .transform("Pre-aggregate", PAIR, new CountWords())
        .keyBy(pair -> pair.f0, Types.STRING)
        .sum(1)
        .sinkTo(new Sinks.Pairs());
  }

  private static void coGroups(DataStream<Long> numbers) {
    ofParity(numbers, 0)
        .coGroup(ofParity(numbers, 1))
        .where(pair -> pair.f0, Types.STRING)
        .equalTo(pair -> pair.f0, Types.STRING)
        .window(GlobalWindows.createWithEndOfStreamTrigger())
        .apply(new WindowFunctions.AddUpBoth(), PAIR)
        .sinkTo(new Sinks.Pairs());
  }

  private static DataStream<Tuple2<String, Long>> ofParity(DataStream<Long> numbers, int parity) {
    return numbers
        .filter(number -> number % 2 == parity)
        .map(new ElementFunctions.WithKey(KEYS))
        .returns(PAIR);
  }
}
