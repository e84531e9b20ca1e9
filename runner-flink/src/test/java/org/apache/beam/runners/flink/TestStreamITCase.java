package org.apache.beam.runners.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.model.problem.InvalidPipelineException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.Keys;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TestStreams through the whole runner, on the shared mini cluster. */
class TestStreamITCase {

  private final TestStreamJournal journal = TestStreamJournal.create();

  private static Pipeline pipeline(int parallelism, String... further) {
    List<String> options = new ArrayList<>(List.of(further));
    options.add("--runner=TestFlinkRunner");
    options.add("--parallelism=" + parallelism);
    return Pipeline.create(
        PipelineOptionsFactory.fromArgs(options.toArray(new String[0])).create());
  }

  private static TestStream<Integer> numbers(int count) {
    TestStream.Builder<Integer> stream = TestStream.create(VarIntCoder.of());
    for (int i = 0; i < count; i++) {
      stream = stream.addElements(i);
    }
    return stream.advanceWatermarkToInfinity();
  }

  private static TestStream.Builder<KV<String, Integer>> pairs() {
    return TestStream.create(KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of()));
  }

  /**
   * Sends each number through an exchange by key, one round robin, a side input, a splittable DoFn,
   * state beside a side input, and a Flatten of all.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void eventWaitsUntilTheOneBeforeHasGoneThrough(int parallelism) {
    Pipeline pipeline = pipeline(parallelism);
    PCollectionView<List<Integer>> side =
        pipeline.apply("Side", Create.of(1, 2, 3)).apply(View.asList());
    PCollection<Integer> numbers = pipeline.apply(numbers(30));
    numbers.apply("In", ParDo.of(new TestStreamJournal.Note<>(journal, "in ")));
    PCollection<Integer> grouped =
        numbers
            .apply(
                Window.<Integer>configure()
                    .triggering(Repeatedly.forever(AfterPane.elementCountAtLeast(1)))
                    .discardingFiredPanes()
                    .withOnTimeBehavior(Window.OnTimeBehavior.FIRE_IF_NON_EMPTY)
                    .withAllowedLateness(Duration.ZERO))
            .apply(WithKeys.<Integer, Integer>of(n -> n).withKeyType(TypeDescriptors.integers()))
            .apply(GroupByKey.create())
            .apply(Keys.create());
    PCollection<Integer> split = grouped.apply("Split", ParDo.of(new Once()));
    PCollection<Integer> reshuffled = grouped.apply(Reshuffle.viaRandomKey());
    PCollection<Integer> beside =
        reshuffled.apply("Read side", ParDo.of(new AddSize(side)).withSideInputs(side));
    PCollection<Integer> stateBeside =
        reshuffled
            .apply(
                WithKeys.<Integer, Integer>of(n -> n % 3).withKeyType(TypeDescriptors.integers()))
            .apply("Read side with state", ParDo.of(new StateBeside(side)).withSideInputs(side));
    PCollectionList.of(List.of(grouped, split, reshuffled, beside, stateBeside))
        .apply(Flatten.pCollections())
        .apply("Out", ParDo.of(new TestStreamJournal.Note<>(journal, "out ")));
    pipeline.run();

    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      expected.add("in " + i);
      expected.addAll(Collections.nCopies(5, "out " + i));
    }
    // In a step the parts of the pipeline run side by side.
    List<String> inSteps = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      inSteps.addAll(journal.entries().subList(6 * i, 6 * i + 6).stream().sorted().toList());
    }
    assertEquals(expected, inSteps);
    assertEquals(180, journal.entries().size());
  }

  @Test
  void processingTimePassesOnlyByEvents() {
    Pipeline pipeline = pipeline(2);
    pipeline
        .apply(
            pairs()
                .addElements(KV.of("a", 60))
                .advanceProcessingTime(Duration.standardMinutes(59))
                .addElements(KV.of("b", 10))
                .advanceProcessingTime(Duration.standardMinutes(2))
                .addElements(KV.of("c", 1_000))
                .advanceProcessingTime(Duration.standardMinutes(9))
                .advanceWatermarkToInfinity())
        .apply("Timers", ParDo.of(new After(journal)));
    pipeline.run();
    assertEquals(
        List.of("a comes", "b comes", "a fires", "c comes", "b fires", "c fires"),
        journal.entries());
  }

  @Test
  void severalStreamsShareSteps() {
    Pipeline pipeline = pipeline(2);
    pipeline
        .apply("Pairs", pairs().addElements(KV.of("a", 5)).advanceWatermarkToInfinity())
        .apply("Timers", ParDo.of(new After(journal)));
    pipeline
        .apply(
            "Clock",
            TestStream.create(VarIntCoder.of())
                .advanceProcessingTime(Duration.standardMinutes(3))
                .advanceProcessingTime(Duration.standardMinutes(4))
                .advanceProcessingTime(Duration.standardMinutes(4))
                .addElements(1)
                .advanceWatermarkToInfinity())
        .apply("Note", ParDo.of(new TestStreamJournal.Note<>(journal, "other ")));
    pipeline.run();
    assertEquals(List.of("a comes", "a fires", "other 1"), journal.entries());
  }

  @Test
  void restrictionResumesByTheClockOfTheStream() {
    Pipeline pipeline = pipeline(2);
    pipeline
        .apply(
            TestStream.create(VarIntCoder.of())
                .addElements(3)
                .advanceProcessingTime(Duration.standardMinutes(9))
                .addElements(100)
                .advanceProcessingTime(Duration.standardMinutes(2))
                .addElements(200)
                .advanceProcessingTime(Duration.standardMinutes(11))
                .addElements(300)
                .advanceWatermarkToInfinity())
        .apply("Slow", ParDo.of(new EveryTenMinutes()))
        .apply("Note", ParDo.of(new TestStreamJournal.Note<>(journal, "")));
    pipeline.run();
    List<String> first =
        journal.entries().stream().filter(entry -> entry.startsWith("3:")).toList();
    assertEquals(List.of("3:0", "3:1", "3:2"), first);
    List<String> entries = journal.entries();
    assertTrue(entries.indexOf("100:0") < entries.indexOf("3:1"), entries.toString());
    assertTrue(entries.indexOf("3:1") < entries.indexOf("200:0"), entries.toString());
    assertTrue(entries.indexOf("200:0") < entries.indexOf("3:2"), entries.toString());
    assertTrue(entries.indexOf("3:2") < entries.indexOf("300:0"), entries.toString());
    assertEquals(12, entries.size(), entries.toString());
  }

  @Test
  void failingAssertionReachesTheCaller() {
    Pipeline pipeline = pipeline(2);
    PAssert.that(pipeline.apply(numbers(3))).containsInAnyOrder(0, 1, 7);
    PipelineExecutionException thrown =
        assertThrows(PipelineExecutionException.class, pipeline::run);
    AssertionError failure = assertInstanceOf(AssertionError.class, thrown.getCause());
    String message = String.valueOf(failure.getMessage());
    assertTrue(message.contains("<7>"), message);
  }

  @Test
  void userExceptionReachesTheCaller() {
    Pipeline pipeline = pipeline(2);
    pipeline.apply(numbers(3)).apply("Broken", ParDo.of(new FailsAtTwo(journal)));
    PipelineExecutionException thrown =
        assertThrows(PipelineExecutionException.class, pipeline::run);
    assertInstanceOf(ArithmeticException.class, thrown.getCause());
    assertTrue(
        String.valueOf(thrown.getMessage()).contains("Transform 'Broken/"), thrown.getMessage());
    assertEquals(List.of("0", "1"), journal.entries());
  }

  @Test
  void unboundedReadBesideATestStreamIsRefused() {
    Pipeline pipeline = pipeline(1);
    pipeline.apply(numbers(1));
    pipeline.apply("Endless", GenerateSequence.from(0));
    String message =
        String.valueOf(assertThrows(InvalidPipelineException.class, pipeline::run).getMessage());
    assertTrue(message.contains("'Endless/"), message);
  }

  /** Each number is counted once, though the job starts again from a checkpoint in the middle. */
  @Test
  void restoredStreamGoesOnWhereItWas() {
    Pipeline pipeline = pipeline(2, "--checkpointingInterval=20", "--numberOfExecutionRetries=1");
    pipeline
        .apply(numbers(400))
        .apply(WithKeys.<Integer, Integer>of(n -> n % 3).withKeyType(TypeDescriptors.integers()))
        .apply("Count", ParDo.of(new FailAfterCheckpoint(journal)));
    pipeline.run();
    List<String> entries = journal.entries();
    assertEquals(1, entries.stream().filter("failed"::equals).count(), "no checkpoint in time");
    // The sum of each key, from state, as the last element of it saw it.
    for (int key = 0; key < 3; key++) {
      int sum = 0;
      for (int n = key; n < 400; n += 3) {
        sum += n;
      }
      String last = "key " + key + " sum " + sum;
      assertEquals(1, entries.stream().filter(last::equals).count(), last);
    }
  }

  private static final class Once extends DoFn<Integer, Integer> {

    @GetInitialRestriction
    public OffsetRange restriction() {
      return new OffsetRange(0, 1);
    }

    @ProcessElement
    public void process(
        @Element Integer element,
        RestrictionTracker<OffsetRange, Long> tracker,
        OutputReceiver<Integer> out) {
      if (tracker.tryClaim(0L)) {
        out.output(element);
        tracker.tryClaim(1L);
      }
    }
  }

  private static final class AddSize extends DoFn<Integer, Integer> {
    private final PCollectionView<List<Integer>> side;

    AddSize(PCollectionView<List<Integer>> side) {
      this.side = side;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      context.output(context.element() + context.sideInput(side).size() - 3);
    }
  }

  private static final class StateBeside extends DoFn<KV<Integer, Integer>, Integer> {
    private final PCollectionView<List<Integer>> side;

    @StateId("last")
    private final StateSpec<ValueState<Integer>> lastSpec = StateSpecs.value(VarIntCoder.of());

    StateBeside(PCollectionView<List<Integer>> side) {
      this.side = side;
    }

    @ProcessElement
    public void process(ProcessContext context, @StateId("last") ValueState<Integer> last) {
      last.write(context.element().getValue());
      context.output(last.read() + context.sideInput(side).size() - 3);
    }
  }

  /** Outputs an element three times: at once, and whenever ten minutes have passed. */
  private static final class EveryTenMinutes extends DoFn<Integer, String> {

    @GetInitialRestriction
    public OffsetRange restriction() {
      return new OffsetRange(0, 3);
    }

    @ProcessElement
    public ProcessContinuation process(
        @Element Integer element,
        RestrictionTracker<OffsetRange, Long> tracker,
        OutputReceiver<String> out) {
      long position = tracker.currentRestriction().getFrom();
      if (!tracker.tryClaim(position)) {
        return ProcessContinuation.stop();
      }
      out.output(element + ":" + position);
      return ProcessContinuation.resume().withResumeDelay(Duration.standardMinutes(10));
    }
  }

  private static final class FailsAtTwo extends DoFn<Integer, Void> {
    private final TestStreamJournal journal;

    FailsAtTwo(TestStreamJournal journal) {
      this.journal = journal;
    }

    @ProcessElement
    public void process(@Element Integer element) {
      if (element == 2) {
        throw new ArithmeticException("as the test wants it");
      }
      journal.note("" + element);
    }
  }

  /** Fires so many minutes after an element as it says. */
  private static final class After extends DoFn<KV<String, Integer>, Void> {

    private final TestStreamJournal journal;

    @TimerId("timer")
    private final TimerSpec timerSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

    After(TestStreamJournal journal) {
      this.journal = journal;
    }

    @ProcessElement
    public void process(@Element KV<String, Integer> element, @TimerId("timer") Timer timer) {
      journal.note(element.getKey() + " comes");
      timer.offset(Duration.standardMinutes(element.getValue())).setRelative();
    }

    @OnTimer("timer")
    public void onTimer(@Key String key) {
      journal.note(key + " fires");
    }
  }

  /** Sums numbers by key; fails once, at an element after the first checkpoint. */
  private static final class FailAfterCheckpoint extends DoFn<KV<Integer, Integer>, Void> {

    private final TestStreamJournal journal;

    @StateId("sum")
    private final StateSpec<ValueState<Integer>> sumSpec = StateSpecs.value(VarIntCoder.of());

    FailAfterCheckpoint(TestStreamJournal journal) {
      this.journal = journal;
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, Integer> element,
        @StateId("sum") ValueState<Integer> sum,
        BundleFinalizer finalizer) {
      Integer before = sum.read();
      int after = (before == null ? 0 : before) + element.getValue();
      sum.write(after);
      List<String> entries = journal.entries();
      if (entries.contains("durable") && !entries.contains("failed")) {
        journal.note("failed");
        throw new IllegalStateException("as the test wants it");
      }
      journal.note("key " + element.getKey() + " sum " + after);
      finalizer.afterBundleCommit(
          Instant.now().plus(Duration.standardHours(1)), () -> journal.note("durable"));
    }
  }
}
