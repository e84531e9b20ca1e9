package dev.beamflink.runner.jobserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobState;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.MultimapState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DoFns with state and timers that run in an SDK harness. */
class StatefulHarnessITCase {

  private static final ConcurrentLinkedQueue<String> SEEN = new ConcurrentLinkedQueue<>();

  @TempDir private Path directory;
  private PortablePipelines pipelines;

  @BeforeEach
  void start() throws Exception {
    SEEN.clear();
    pipelines = new PortablePipelines(directory);
  }

  @AfterEach
  void stop() throws Exception {
    pipelines.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void stateIsKeptByKey(boolean streaming) throws Exception {
    Pipeline pipeline = Pipeline.create(pipelines.options(streaming));
    pipeline
        .apply(Create.of(KV.of("a", 1), KV.of("b", 10), KV.of("a", 2), KV.of("b", 20)))
        .apply("Sum", ParDo.of(new SumFn()));
    assertEquals(JobState.Enum.DONE, pipelines.run(pipeline));
    assertEquals(List.of("a 3 of 2, 2 kinds", "b 30 of 2, 2 kinds"), seen("kinds"), SEEN::toString);
  }

  /** The first timer sets the second one, which must fire ahead of the third. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void timersFireInOrder(boolean streaming) throws Exception {
    Pipeline pipeline = Pipeline.create(pipelines.options(streaming));
    pipeline.apply(Create.of(KV.of("a", 1), KV.of("b", 1))).apply("Ring", ParDo.of(new RingFn()));
    assertEquals(JobState.Enum.DONE, pipelines.run(pipeline));
    for (String key : List.of("a", "b")) {
      assertEquals(
          List.of(key + " first", key + " second", key + " third"),
          SEEN.stream().filter(entry -> entry.startsWith(key)).toList(),
          SEEN::toString);
    }
    assertEquals(6, SEEN.size());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void endOfWindowIsToldAheadOfItsState(boolean streaming) throws Exception {
    Pipeline pipeline = Pipeline.create(pipelines.options(streaming));
    pipeline
        .apply(
            Create.timestamped(
                TimestampedValue.of(KV.of("a", 1), new Instant(1)),
                TimestampedValue.of(KV.of("a", 2), new Instant(2)),
                TimestampedValue.of(KV.of("a", 3), new Instant(11))))
        .apply(Window.into(FixedWindows.of(Duration.millis(10))))
        .apply("Count", ParDo.of(new CountInWindowFn()));
    assertEquals(JobState.Enum.DONE, pipelines.run(pipeline));
    assertEquals(List.of("1", "2"), SEEN.stream().sorted().toList());
  }

  /** Of each key a timer fires, and then its window ends. */
  @Test
  void keysOfABatchShareBundles() throws Exception {
    PipelineOptions options = pipelines.options(false);
    options.as(FlinkPipelineOptions.class).setMaxBundleTimeMills(600_000L);
    Pipeline pipeline = Pipeline.create(options);
    List<TimestampedValue<KV<String, Integer>>> elements = new ArrayList<>();
    for (int i = 0; i < ManyKeysFn.KEYS * ManyKeysFn.ELEMENTS; i++) {
      elements.add(TimestampedValue.of(KV.of("k" + i % ManyKeysFn.KEYS, 1), new Instant(1)));
    }
    pipeline
        .apply(Create.timestamped(elements))
        .apply(Window.into(FixedWindows.of(Duration.millis(10))))
        .apply("Many keys", ParDo.of(new ManyKeysFn()));
    assertEquals(JobState.Enum.DONE, pipelines.run(pipeline));
    List<String> expected = new ArrayList<>();
    for (int key = 0; key < ManyKeysFn.KEYS; key++) {
      expected.add("k%d 3 then 4".formatted(key));
    }
    assertEquals(expected.stream().sorted().toList(), seen("then"));
    int subtasks = 2;
    assertTrue(seen("bundle").size() <= 3 * subtasks, SEEN::toString);
  }

  /** What a failed bundle did is gone with its task. */
  @Test
  void batchThatFailsWhileTimersFireStartsAnew() throws Exception {
    ManyKeysFn.FAILURES.set(1);
    PipelineOptions options = pipelines.options(false);
    options.as(FlinkPipelineOptions.class).setNumberOfExecutionRetries(1);
    Pipeline pipeline = Pipeline.create(options);
    List<KV<String, Integer>> elements = new ArrayList<>();
    for (int i = 0; i < 10 * ManyKeysFn.ELEMENTS; i++) {
      elements.add(KV.of("k" + i % 10, 1));
    }
    pipeline
        .apply(Create.of(elements))
        .apply(Window.into(FixedWindows.of(Duration.millis(10))))
        .apply("Many keys", ParDo.of(new ManyKeysFn()));
    assertEquals(JobState.Enum.DONE, pipelines.run(pipeline));
    assertEquals(0, ManyKeysFn.FAILURES.get());
    assertEquals(
        IntStream.range(0, 10).mapToObj("k%d 3 then 4"::formatted).toList(),
        seen("then").stream().distinct().toList());
  }

  /** Counts the elements of a key, and one more in a timer, and tells both at the window's end. */
  private static final class ManyKeysFn extends DoFn<KV<String, Integer>, Void> {
    private static final int KEYS = 1000;
    private static final int ELEMENTS = 3;
    private static final AtomicInteger FAILURES = new AtomicInteger();

    @StateId("count")
    private final StateSpec<ValueState<Integer>> count = StateSpecs.value(VarIntCoder.of());

    @StateId("log")
    private final StateSpec<BagState<Integer>> log = StateSpecs.bag(VarIntCoder.of());

    @TimerId("timer")
    private final TimerSpec timer = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @StartBundle
    public void startBundle() {
      SEEN.add("bundle");
    }

    @ProcessElement
    public void process(
        @StateId("count") ValueState<Integer> soFar,
        @Timestamp Instant timestamp,
        @TimerId("timer") Timer soon) {
      Integer before = soFar.read();
      soFar.write(before == null ? 1 : before + 1);
      soon.set(timestamp.plus(Duration.millis(1)));
    }

    @OnTimer("timer")
    public void onTimer(
        @StateId("count") ValueState<Integer> soFar, @StateId("log") BagState<Integer> numbers) {
      if (FAILURES.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new IllegalStateException("meant to fail");
      }
      numbers.add(soFar.read());
      soFar.write(soFar.read() + 1);
    }

    @OnWindowExpiration
    public void expire(
        @Key String key,
        @StateId("count") ValueState<Integer> soFar,
        @StateId("log") BagState<Integer> numbers) {
      SEEN.add("%s %s then %s".formatted(key, numbers.read().iterator().next(), soFar.read()));
    }
  }

  /** Each element has a bundle, which reads the beginning of the bag and adds to it. */
  @Test
  void bagThatIsReadInPartKeepsItsRest() throws Exception {
    PipelineOptions options = pipelines.options(true);
    options.as(FlinkPipelineOptions.class).setMaxBundleSize(1L);
    Pipeline pipeline = Pipeline.create(options);
    List<KV<String, Integer>> elements = new ArrayList<>();
    for (int i = 0; i < LongBagFn.ELEMENTS; i++) {
      elements.add(KV.of("a", i));
    }
    pipeline.apply(Create.of(elements)).apply("Long bag", ParDo.of(new LongBagFn()));
    assertEquals(JobState.Enum.DONE, pipelines.run(pipeline));
    assertEquals(List.of("all 40"), List.copyOf(SEEN));
  }

  /** Each element has a bundle; the last one reads all that were written, on several pages. */
  @Test
  void entriesOfAMultimapAreReadAtOnce() throws Exception {
    PipelineOptions options = pipelines.options(true);
    options.as(FlinkPipelineOptions.class).setMaxBundleSize(1L);
    Pipeline pipeline = Pipeline.create(options);
    List<KV<String, Integer>> elements = new ArrayList<>();
    for (int i = 0; i < EntriesFn.ELEMENTS; i++) {
      elements.add(KV.of("a", i));
    }
    pipeline.apply(Create.of(elements)).apply("Entries", ParDo.of(new EntriesFn()));
    assertEquals(JobState.Enum.DONE, pipelines.run(pipeline));
    assertEquals(List.of("even 40 of 20, odd 40 of 20"), List.copyOf(SEEN));
  }

  /** Puts two values for each element, and reads all entries with the last one. */
  private static final class EntriesFn extends DoFn<KV<String, Integer>, Void> {
    private static final int ELEMENTS = 40;

    @StateId("count")
    private final StateSpec<ValueState<Integer>> count = StateSpecs.value(VarIntCoder.of());

    @StateId("entries")
    private final StateSpec<MultimapState<String, String>> entries =
        StateSpecs.multimap(StringUtf8Coder.of(), StringUtf8Coder.of());

    @ProcessElement
    public void process(
        @Element KV<String, Integer> element,
        @StateId("count") ValueState<Integer> seen,
        @StateId("entries") MultimapState<String, String> values) {
      Integer before = seen.read();
      int now = before == null ? 1 : before + 1;
      seen.write(now);
      String key = element.getValue() % 2 == 0 ? "even" : "odd";
      values.put(key, element.getValue() + " first " + "x".repeat(50_000));
      values.put(key, element.getValue() + " second " + "x".repeat(50_000));
      if (now == ELEMENTS) {
        List<Map.Entry<String, String>> all = new ArrayList<>();
        values.entries().read().forEach(all::add);
        SEEN.add("even %s, odd %s".formatted(summary(all, "even"), summary(all, "odd")));
      }
    }

    private static String summary(List<Map.Entry<String, String>> all, String key) {
      List<String> values =
          all.stream()
              .filter(entry -> entry.getKey().equals(key))
              .map(Map.Entry::getValue)
              .toList();
      long different = values.stream().map(value -> value.split(" ")[0]).distinct().count();
      return "%d of %d".formatted(values.stream().distinct().count(), different);
    }
  }

  /** Has a bag of several pages, of which it reads the beginning before it adds to it. */
  private static final class LongBagFn extends DoFn<KV<String, Integer>, Void> {
    private static final int ELEMENTS = 40;

    @StateId("count")
    private final StateSpec<ValueState<Integer>> count = StateSpecs.value(VarIntCoder.of());

    @StateId("bag")
    private final StateSpec<BagState<String>> bag = StateSpecs.bag(StringUtf8Coder.of());

    @ProcessElement
    public void process(
        @StateId("count") ValueState<Integer> seen, @StateId("bag") BagState<String> values) {
      Integer before = seen.read();
      int now = before == null ? 1 : before + 1;
      seen.write(now);
      if (values.read().iterator().hasNext()) { // the first page
        values.add("x".repeat(100_000));
      } else {
        values.add("y".repeat(100_000));
      }
      if (now == ELEMENTS) {
        int size = 0;
        for (String ignored : values.read()) {
          size++;
        }
        SEEN.add("all " + size);
      }
    }
  }

  private static List<String> seen(String part) {
    return SEEN.stream().filter(entry -> entry.contains(part)).sorted().toList();
  }

  private static final class SumFn extends DoFn<KV<String, Integer>, Void> {
    @StateId("sum")
    private final StateSpec<ValueState<Integer>> sum = StateSpecs.value(VarIntCoder.of());

    @StateId("all")
    private final StateSpec<BagState<Integer>> all = StateSpecs.bag(VarIntCoder.of());

    @StateId("kinds")
    private final StateSpec<MapState<Integer, String>> kinds =
        StateSpecs.map(VarIntCoder.of(), StringUtf8Coder.of());

    @ProcessElement
    public void process(
        @Element KV<String, Integer> element,
        @StateId("sum") ValueState<Integer> sumSoFar,
        @StateId("all") BagState<Integer> seenSoFar,
        @StateId("kinds") MapState<Integer, String> kindsSoFar) {
      Integer before = sumSoFar.read();
      int now = (before == null ? 0 : before) + element.getValue();
      sumSoFar.write(now);
      seenSoFar.add(element.getValue());
      kindsSoFar.put(element.getValue(), "kind");
      int count = 0;
      for (Integer unused : seenSoFar.read()) {
        count++;
      }
      int kindCount = 0;
      for (Integer unused : kindsSoFar.keys().read()) {
        kindCount++;
      }
      if (count == 2) {
        SEEN.add("%s %s of %s, %s kinds".formatted(element.getKey(), now, count, kindCount));
      }
    }
  }

  private static final class RingFn extends DoFn<KV<String, Integer>, Void> {
    @TimerId("first")
    private final TimerSpec first = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @TimerId("second")
    private final TimerSpec second = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @TimerId("third")
    private final TimerSpec third = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @TimerId("never")
    private final TimerSpec never = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @ProcessElement
    public void process(
        @TimerId("first") Timer firstTimer,
        @TimerId("third") Timer thirdTimer,
        @TimerId("never") Timer neverTimer) {
      firstTimer.set(new Instant(10));
      thirdTimer.set(new Instant(30));
      neverTimer.set(new Instant(40));
    }

    @OnTimer("first")
    public void first(
        @Key String key, @TimerId("second") Timer secondTimer, @TimerId("never") Timer neverTimer) {
      SEEN.add(key + " first");
      secondTimer.set(new Instant(20));
      neverTimer.clear();
    }

    @OnTimer("second")
    public void second(@Key String key) {
      SEEN.add(key + " second");
    }

    @OnTimer("third")
    public void third(@Key String key) {
      SEEN.add(key + " third");
    }

    @OnTimer("never")
    public void never(@Key String key) {
      SEEN.add(key + " never");
    }
  }

  private static final class CountInWindowFn extends DoFn<KV<String, Integer>, Void> {
    @StateId("count")
    private final StateSpec<ValueState<Integer>> count = StateSpecs.value(VarIntCoder.of());

    @ProcessElement
    public void process(@StateId("count") ValueState<Integer> soFar) {
      Integer before = soFar.read();
      soFar.write(before == null ? 1 : before + 1);
    }

    @OnWindowExpiration
    public void expire(@StateId("count") ValueState<Integer> soFar) {
      SEEN.add(String.valueOf(soFar.read()));
    }
  }
}
