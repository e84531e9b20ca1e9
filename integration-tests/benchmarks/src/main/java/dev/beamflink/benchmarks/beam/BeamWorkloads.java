package dev.beamflink.benchmarks.beam;

import dev.beamflink.benchmarks.fork.ForkPlan;
import dev.beamflink.benchmarks.fork.Numbers;
import dev.beamflink.benchmarks.fork.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Redistribute;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.join.CoGroupByKey;
import org.apache.beam.sdk.transforms.join.KeyedPCollectionTuple;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.AfterProcessingTime;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.SlidingWindows;
import org.apache.beam.sdk.transforms.windowing.Trigger;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Duration;

/** The pipelines of the workloads. */
final class BeamWorkloads {

  static final int KEYS = 10_000;
  private static final int PAR_DOS = 10;
  private static final int BRANCHES = 10;
  private static final int MAP_ENTRIES = 1_000;
  private static final Duration WINDOW = Duration.standardSeconds(10);
  private static final Duration LONG_WINDOW = Duration.standardSeconds(60);
  private static final Duration GAP = Duration.millis(51);
  private static final Duration DELAY = Duration.millis(50);

  private BeamWorkloads() {}

  /** Builds the pipeline of the plan's workload. */
  static void build(ForkPlan plan, Pipeline pipeline, long elements) {
    Workload workload = plan.workload();
    PCollection<Long> numbers = pipeline.apply("Read", read(plan, elements));
    switch (workload) {
      case PARDO_LONG -> parDosOfLong(numbers, plan.size());
      case PARDO_KV ->
          parDos(pairs(numbers, KEYS), plan.size()).apply("Sink", ParDo.of(new Sinks.Pairs()));
      case FIXED_SUM, FIXED_SUM_MANY_KEYS, FIXED_SUM_FIVE_MILLION_KEYS ->
          sums(numbers, plan.size(), Window.into(FixedWindows.of(WINDOW)));
      case FIXED_GROUP -> groups(numbers, plan.size());
      case SLIDING_SUM -> {
        Duration period = Duration.millis(LONG_WINDOW.getMillis() / plan.size());
        sums(numbers, KEYS, Window.into(SlidingWindows.of(LONG_WINDOW).every(period)));
      }
      case SESSION_SUM -> sums(numbers, KEYS, Window.into(Sessions.withGapDuration(GAP)));
      case STATEFUL ->
          pairs(numbers, plan.size())
              .apply("Totals", ParDo.of(new StatefulFns.RareTimer()))
              .apply("Sink", ParDo.of(new Sinks.Shares()));
      case STATEFUL_EVERY_TIMER ->
          pairs(numbers, plan.size())
              .apply("Totals", ParDo.of(new StatefulFns.TimerWithEveryElement()))
              .apply("Sink", ParDo.of(new Sinks.Shares()));
      case SIDE_INPUT, BATCH_SIDE_INPUT -> lookUps(numbers);
      case RESHUFFLE ->
          numbers
              .apply("Reshuffle", Reshuffle.viaRandomKey())
              .apply("Sink", ParDo.of(new Sinks.Longs()));
      case REDISTRIBUTE ->
          numbers
              .apply("Redistribute", Redistribute.arbitrarily())
              .apply("Sink", ParDo.of(new Sinks.Longs()));
      case REDISTRIBUTE_BY_KEY ->
          pairs(numbers, KEYS)
              .apply("Redistribute", Redistribute.byKey())
              .apply("Sink", ParDo.of(new Sinks.Pairs()));
      case EARLY_COUNT -> earlySums(numbers, AfterPane.elementCountAtLeast(5));
      case EARLY_PROCESSING_TIME ->
          earlySums(numbers, AfterProcessingTime.pastFirstElementInPane().plusDelayOf(DELAY));
      case BATCH_WORD_COUNT ->
          numbers
              .apply("Words", ParDo.of(new ElementFns.WordsOfLines()))
              .apply("Count", Count.perElement())
              .apply("Sink", ParDo.of(new Sinks.Pairs()));
      case BATCH_CO_GROUP -> coGroups(numbers);
      case BATCH_GROUP_GIGABYTE, BATCH_GROUP_TEN_GIGABYTES -> groupsOfRecords(numbers);
      case COLD_START -> numbers.apply("Sink", ParDo.of(new Sinks.Longs()));
      case LARGE_GRAPH -> largeGraph(numbers, plan.size());
      case LATENCY_PARDO_KV ->
          parDos(pairs(numbers, KEYS), PAR_DOS).apply("Sink", ParDo.of(new Sinks.Late(PAR_DOS)));
      case LATENCY_STATEFUL ->
          pairs(numbers, KEYS)
              .apply("Count", ParDo.of(new StatefulFns.CountEach()))
              .apply("Sink", ParDo.of(new Sinks.Late(0)));
    }
  }

  private static PTransform<PBegin, PCollection<Long>> read(ForkPlan plan, long elements) {
    Workload workload = plan.workload();
    if (workload.isBatch()) {
      return Read.from(new BoundedNumbers(0, elements));
    }
    return workload.measure() == Workload.Measure.LATENCY
        ? Read.from(new PacedNumbers(elements, plan.elementsPerSecond()))
        : Read.from(new UnboundedNumbers(elements, plan.parallelism(), workload.perMilli()));
  }

  private static PCollection<KV<String, Long>> pairs(PCollection<Long> numbers, int keys) {
    return numbers
        .apply("Pairs", ParDo.of(new ElementFns.WithKey(keys)))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()));
  }

  private static void parDosOfLong(PCollection<Long> numbers, int parDos) {
    PCollection<Long> last = numbers;
    for (int i = 0; i < parDos; i++) {
      last = last.apply("Increment " + i, ParDo.of(new ElementFns.Increment()));
    }
    last.apply("Sink", ParDo.of(new Sinks.Longs()));
  }

  /** So many ParDos in ten branches. */
  private static void largeGraph(PCollection<Long> numbers, int parDos) {
    PCollectionList<Long> ends = PCollectionList.empty(numbers.getPipeline());
    for (int branch = 0; branch < BRANCHES; branch++) {
      PCollection<Long> last = numbers;
      for (int i = 0; i < parDos / BRANCHES; i++) {
        last =
            last.apply(
                "Increment %d.%d".formatted(branch, i), ParDo.of(new ElementFns.Increment()));
      }
      ends = ends.and(last);
    }
    ends.apply("Ends", Flatten.pCollections()).apply("Sink", ParDo.of(new Sinks.First()));
  }

  private static PCollection<KV<String, Long>> parDos(
      PCollection<KV<String, Long>> pairs, int parDos) {
    PCollection<KV<String, Long>> last = pairs;
    for (int i = 0; i < parDos; i++) {
      last = last.apply("Increment " + i, ParDo.of(new ElementFns.IncrementValue()));
    }
    return last;
  }

  private static void sums(PCollection<Long> numbers, int keys, Window<KV<String, Long>> windows) {
    pairs(numbers, keys)
        .apply("Windows", windows)
        .apply("Sum", Sum.longsPerKey())
        .apply("Sink", ParDo.of(new Sinks.Pairs()));
  }

  private static void groups(PCollection<Long> numbers, int keys) {
    pairs(numbers, keys)
        .apply("Windows", Window.into(FixedWindows.of(WINDOW)))
        .apply("Group", GroupByKey.create())
        .apply("Add", ParDo.of(new ElementFns.AddUp()))
        .apply("Sink", ParDo.of(new Sinks.Pairs()));
  }

  private static void groupsOfRecords(PCollection<Long> numbers) {
    numbers
        .apply("Records", ParDo.of(new ElementFns.RecordWithKey(KEYS)))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), ByteArrayCoder.of()))
        .apply("Group", GroupByKey.create())
        .apply("Add", ParDo.of(new ElementFns.AddUpRecords()))
        .apply("Sink", ParDo.of(new Sinks.Pairs()));
  }

  private static void lookUps(PCollection<Long> numbers) {
    List<KV<Integer, Long>> entries = new ArrayList<>();
    for (int i = 0; i < MAP_ENTRIES; i++) {
      entries.add(KV.of(i, Numbers.mix(i)));
    }
    PCollectionView<Map<Integer, Long>> map =
        numbers.getPipeline().apply("Entries", Create.of(entries)).apply("Map", View.asMap());
    numbers
        .apply("Look up", ParDo.of(new ElementFns.LookUp(map, MAP_ENTRIES)).withSideInputs(map))
        .apply("Sink", ParDo.of(new Sinks.Longs()));
  }

  private static void earlySums(PCollection<Long> numbers, Trigger.OnceTrigger early) {
    pairs(numbers, KEYS)
        .apply(
            "Windows",
            Window.<KV<String, Long>>into(FixedWindows.of(WINDOW))
                .triggering(AfterWatermark.pastEndOfWindow().withEarlyFirings(early))
                .withAllowedLateness(Duration.ZERO)
                .accumulatingFiredPanes())
        .apply("Sum", Combine.perKey(Sum.ofLongs()))
        .apply("Sink", ParDo.of(new Sinks.LastPanes()));
  }

  private static void coGroups(PCollection<Long> numbers) {
    TupleTag<Long> left = new TupleTag<>() {};
    TupleTag<Long> right = new TupleTag<>() {};
    KeyedPCollectionTuple.of(
            left,
            numbers
                .apply("Left", ParDo.of(new ElementFns.OfParity(KEYS, 0)))
                .setCoder(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of())))
        .and(
            right,
            numbers
                .apply("Right", ParDo.of(new ElementFns.OfParity(KEYS, 1)))
                .setCoder(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of())))
        .apply("Group", CoGroupByKey.create())
        .apply("Add", ParDo.of(new ElementFns.AddUpBoth(left, right)))
        .apply("Sink", ParDo.of(new Sinks.Pairs()));
  }
}
