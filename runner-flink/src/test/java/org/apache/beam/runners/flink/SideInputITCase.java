package org.apache.beam.runners.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.WithTimestamps;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Side inputs through the whole runner, on the shared mini cluster, in both modes. */
class SideInputITCase implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final String NAMESPACE = "SideInputITCase";

  private static Pipeline pipeline(boolean streaming) {
    return Pipeline.create(
        PipelineOptionsFactory.fromArgs(
                "--runner=TestFlinkRunner", "--parallelism=2", "--streaming=" + streaming)
            .create());
  }

  private static PCollection<Integer> numbers(Pipeline pipeline, String name, int count) {
    return pipeline
        .apply(name + " impulse", Impulse.create())
        .apply(name, ParDo.of(new Numbers(count)))
        .setCoder(VarIntCoder.of());
  }

  private static PCollection<KV<Integer, Integer>> pairs(
      Pipeline pipeline, String name, int count) {
    return numbers(pipeline, name + " numbers", count)
        .apply(name, ParDo.of(new Pairs()))
        .setCoder(KvCoder.of(VarIntCoder.of(), VarIntCoder.of()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyKindOfView(boolean streaming) {
    Pipeline pipeline = pipeline(streaming);
    PCollectionView<Integer> singleton =
        numbers(pipeline, "Two", 2).apply("Singleton", Sum.integersGlobally().asSingletonView());
    PCollectionView<Iterable<Integer>> iterable =
        numbers(pipeline, "Ten", 10).apply("Iterable", View.asIterable());
    PCollectionView<List<Integer>> list = numbers(pipeline, "Five", 5).apply("List", View.asList());
    PCollectionView<Map<Integer, Integer>> map =
        pairs(pipeline, "Pairs", 10).apply("Map", View.asMap());
    PCollectionView<Map<Integer, Iterable<Integer>>> multimap =
        pairs(pipeline, "Multi pairs", 10).apply("Multimap", View.asMultimap());
    numbers(pipeline, "Main", 4)
        .apply(
            "Read",
            ParDo.of(
                    new DoFn<Integer, Void>() {
                      private final Counter sum = Metrics.counter(NAMESPACE, "sum");

                      @ProcessElement
                      public void process(ProcessContext context) {
                        sum.inc(context.sideInput(singleton));
                        for (int i : context.sideInput(iterable)) {
                          sum.inc(i);
                        }
                        sum.inc(100L * context.sideInput(list).size());
                        sum.inc(1000L * context.sideInput(map).get(context.element()));
                        for (int i : context.sideInput(multimap).get(context.element())) {
                          sum.inc(1000L * i);
                        }
                      }
                    })
                .withSideInputs(singleton, iterable, list, map, multimap));
    // numbers are 0, 1, ...; pairs are (n, 2 n)
    assertEquals(4 * 1 + 4 * 45 + 4 * 500 + 2 * 1000 * (2 + 4 + 6), sum(pipeline.run()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void windowOfSideInputBelongsToWindowOfElement(boolean streaming) {
    Pipeline pipeline = pipeline(streaming);
    PCollectionView<List<Integer>> view =
        inWindows(numbers(pipeline, "Side", 20), "Side windows").apply(View.asList());
    inWindows(numbers(pipeline, "Main", 30), "Main windows")
        .apply(
            "Read",
            ParDo.of(
                    new DoFn<Integer, Void>() {
                      private final Counter sum = Metrics.counter(NAMESPACE, "sum");

                      @ProcessElement
                      public void process(ProcessContext context) {
                        List<Integer> others = new ArrayList<>(context.sideInput(view));
                        others.removeIf(other -> other / 10 != context.element() / 10);
                        sum.inc(context.sideInput(view).size());
                        sum.inc(others.size());
                      }
                    })
                .withSideInputs(view));
    // The third window of the main input has no side input, the others have ten elements each.
    assertEquals(2 * 20 * 10, sum(pipeline.run()));
  }

  /** A trigger that fires early and late, and what is there at the end is what was read. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void triggeredSideInput(boolean streaming) {
    Pipeline pipeline = pipeline(streaming);
    PCollectionView<List<Integer>> view =
        numbers(pipeline, "Side", 20)
            .apply(
                "Trigger",
                Window.<Integer>configure()
                    .triggering(
                        AfterWatermark.pastEndOfWindow()
                            .withLateFirings(AfterPane.elementCountAtLeast(1)))
                    .withAllowedLateness(Duration.ZERO)
                    .accumulatingFiredPanes())
            .apply(View.asList());
    numbers(pipeline, "Main", 10)
        .apply(
            "Read",
            ParDo.of(
                    new DoFn<Integer, Void>() {
                      private final Counter sum = Metrics.counter(NAMESPACE, "sum");

                      @ProcessElement
                      public void process(ProcessContext context) {
                        sum.inc(context.sideInput(view).size());
                      }
                    })
                .withSideInputs(view));
    assertEquals(10 * 20, sum(pipeline.run()));
  }

  /** All panes hold the same element, but only one of them is read. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void newestPaneOfManyIsRead(boolean streaming) {
    Pipeline pipeline = pipeline(streaming);
    PCollectionView<Iterable<Integer>> view =
        numbers(pipeline, "Side", 20)
            .apply("Seven", ParDo.of(new Constant(7)))
            .setCoder(VarIntCoder.of())
            .apply(
                "Trigger",
                Window.<Integer>configure()
                    .triggering(Repeatedly.forever(AfterPane.elementCountAtLeast(1)))
                    .withAllowedLateness(Duration.ZERO)
                    .discardingFiredPanes())
            .apply(View.asIterable());
    numbers(pipeline, "Main", 10)
        .apply(
            "Read",
            ParDo.of(
                    new DoFn<Integer, Void>() {
                      private final Counter sum = Metrics.counter(NAMESPACE, "sum");

                      @ProcessElement
                      public void process(ProcessContext context) {
                        for (int seven : context.sideInput(view)) {
                          sum.inc(seven);
                        }
                      }
                    })
                .withSideInputs(view));
    assertEquals(10 * 7, sum(pipeline.run()));
  }

  /** Every element of a key is counted, and what the side input says is added at the end. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void stageWithStateAndTimers(boolean streaming) {
    Pipeline pipeline = pipeline(streaming);
    PCollectionView<Map<Integer, Integer>> view = pairs(pipeline, "Side", 10).apply(View.asMap());
    numbers(pipeline, "Main", 1000)
        .apply("By digit", ParDo.of(new ByLastDigit()))
        .setCoder(KvCoder.of(VarIntCoder.of(), VarIntCoder.of()))
        .apply("Count", ParDo.of(new CountTimesFactor(view)).withSideInput("factors", view));
    // Digit d occurs 100 times, and its factor is 2 d.
    assertEquals(100 * 2 * 45, sum(pipeline.run()));
  }

  private static final class ByLastDigit extends DoFn<Integer, KV<Integer, Integer>> {
    @ProcessElement
    public void process(@Element Integer number, OutputReceiver<KV<Integer, Integer>> out) {
      out.output(KV.of(number % 10, number));
    }
  }

  private static final class CountTimesFactor extends DoFn<KV<Integer, Integer>, Void> {
    private final Counter sum = Metrics.counter(NAMESPACE, "sum");

    @StateId("count")
    private final StateSpec<ValueState<Integer>> countSpec = StateSpecs.value(VarIntCoder.of());

    @StateId("factor")
    private final StateSpec<ValueState<Integer>> factorSpec = StateSpecs.value(VarIntCoder.of());

    @TimerId("end")
    private final TimerSpec endSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    private final PCollectionView<Map<Integer, Integer>> view;

    CountTimesFactor(PCollectionView<Map<Integer, Integer>> view) {
      this.view = view;
    }

    @ProcessElement
    public void process(
        ProcessContext context,
        @StateId("count") ValueState<Integer> count,
        @StateId("factor") ValueState<Integer> factor,
        @TimerId("end") Timer end) {
      Integer before = count.read();
      count.write(before == null ? 1 : before + 1);
      factor.write(context.sideInput(view).get(context.element().getKey()));
      end.set(GlobalWindow.INSTANCE.maxTimestamp());
    }

    @OnTimer("end")
    public void end(
        @StateId("count") ValueState<Integer> count,
        @StateId("factor") ValueState<Integer> factor) {
      sum.inc((long) count.read() * factor.read());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sameCollectionIsMainAndSideInput(boolean streaming) {
    Pipeline pipeline = pipeline(streaming);
    PCollection<Integer> numbers = numbers(pipeline, "Numbers", 1000);
    PCollectionView<Iterable<Integer>> view = numbers.apply(View.asIterable());
    PCollectionView<List<Integer>> again = numbers.apply(View.asList());
    numbers.apply(
        "Read",
        ParDo.of(
                new DoFn<Integer, Void>() {
                  private final Counter sum = Metrics.counter(NAMESPACE, "sum");

                  @ProcessElement
                  public void process(ProcessContext context) {
                    sum.inc(context.sideInput(view).iterator().next());
                    sum.inc(context.sideInput(again).size());
                  }
                })
            .withSideInputs(view, again));
    assertEquals(1000 * 1000, sum(pipeline.run()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void moreSideInputsThanFlinkHasInputs(boolean streaming) {
    Pipeline pipeline = pipeline(streaming);
    List<PCollectionView<Iterable<Integer>>> views = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      int value = i;
      views.add(
          numbers(pipeline, "Side " + i, 1)
              .apply("Value " + i, ParDo.of(new Constant(value)))
              .setCoder(VarIntCoder.of())
              .apply("View " + i, View.asIterable()));
    }
    numbers(pipeline, "Main", 3)
        .apply(
            "Read",
            ParDo.of(
                    new DoFn<Integer, Void>() {
                      private final Counter sum = Metrics.counter(NAMESPACE, "sum");

                      @ProcessElement
                      public void process(ProcessContext context) {
                        for (PCollectionView<Iterable<Integer>> view : views) {
                          sum.inc(context.sideInput(view).iterator().next());
                        }
                      }
                    })
                .withSideInputs(views));
    assertEquals(3 * 70 * 69 / 2, sum(pipeline.run()));
  }

  private static PCollection<Integer> inWindows(PCollection<Integer> numbers, String name) {
    SerializableFunction<Integer, Instant> timestamp = number -> Instant.ofEpochMilli(number);
    return numbers
        .apply(name + " timestamps", WithTimestamps.of(timestamp))
        .apply(name, Window.into(FixedWindows.of(Duration.millis(10))));
  }

  private static long sum(PipelineResult result) {
    MetricsFilter filter =
        MetricsFilter.builder().addNameFilter(MetricNameFilter.named(NAMESPACE, "sum")).build();
    long sum = 0;
    for (MetricResult<Long> counter : result.metrics().queryMetrics(filter).getCounters()) {
      sum += counter.getAttempted();
    }
    return sum;
  }

  private static final class Numbers extends DoFn<byte[], Integer> {
    private final int count;

    Numbers(int count) {
      this.count = count;
    }

    @ProcessElement
    public void process(OutputReceiver<Integer> out) {
      for (int i = 0; i < count; i++) {
        out.output(i);
      }
    }
  }

  private static final class Constant extends DoFn<Integer, Integer> {
    private final int value;

    Constant(int value) {
      this.value = value;
    }

    @ProcessElement
    public void process(OutputReceiver<Integer> out) {
      out.output(value);
    }
  }

  private static final class Pairs extends DoFn<Integer, KV<Integer, Integer>> {
    @ProcessElement
    public void process(@Element Integer number, OutputReceiver<KV<Integer, Integer>> out) {
      out.output(KV.of(number, 2 * number));
    }
  }
}
