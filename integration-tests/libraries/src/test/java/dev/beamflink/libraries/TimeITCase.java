package dev.beamflink.libraries;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.PeriodicImpulse;
import org.apache.beam.sdk.transforms.PeriodicSequence;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.transforms.Wait;
import org.apache.beam.sdk.transforms.Watch;
import org.apache.beam.sdk.transforms.Watch.Growth.PollFn;
import org.apache.beam.sdk.transforms.Watch.Growth.PollResult;
import org.apache.beam.sdk.transforms.WithTimestamps;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Transforms that wait: for the clock, for what they poll, for another collection. */
class TimeITCase {

  private static final Duration TICK = Duration.millis(50);

  /** Of twenty: Beam includes the last one. */
  private static final Duration LAST_TICK = Duration.millis(950);

  private static <T> PCollection<Long> countPer(Duration size, PCollection<T> elements) {
    return elements
        .apply("Count in windows", Window.<T>into(FixedWindows.of(size)))
        .apply(Combine.globally(Count.<T>combineFn()).withoutDefaults());
  }

  /** A moment half a second ago: half of the ticks are due, the others come with the clock. */
  private static Instant start() {
    return new Instant((Instant.now().getMillis() - 500) / 250 * 250);
  }

  @Test
  void periodicImpulseTicksInWindowsOfItsInterval() {
    Pipeline pipeline = Mode.STREAMING.pipeline();
    Instant start = start();
    PCollection<Instant> ticks =
        pipeline.apply(
            PeriodicImpulse.create()
                .startAt(start)
                .stopAt(start.plus(LAST_TICK))
                .withInterval(TICK)
                .applyWindowing());
    PAssert.that(ticks.apply(Combine.globally(Count.<Instant>combineFn()).withoutDefaults()))
        .containsInAnyOrder(Collections.nCopies(20, 1L));
    Mode.run(pipeline);
  }

  @Test
  void periodicSequencesEndTheirWindows() {
    Pipeline pipeline = Mode.STREAMING.pipeline();
    Instant start = start();
    PCollection<Instant> ticks =
        pipeline
            .apply(
                Create.of(
                    new PeriodicSequence.SequenceDefinition(start, start.plus(LAST_TICK), TICK)))
            .apply(PeriodicSequence.create());
    PAssert.that(countPer(Duration.millis(250), ticks)).containsInAnyOrder(5L, 5L, 5L, 5L);
    Mode.run(pipeline);
  }

  /** Finds one more number below ten at each poll; number n at second n. */
  private static final class OneMore extends PollFn<String, Integer> {

    private final String id = UUID.randomUUID().toString();
    private static final Map<String, AtomicInteger> POLLS = new ConcurrentHashMap<>();

    @Override
    public PollResult<Integer> apply(String element, Context c) {
      int polls = POLLS.computeIfAbsent(id + element, key -> new AtomicInteger()).incrementAndGet();
      List<TimestampedValue<Integer>> found =
          IntStream.range(0, Math.min(10, polls))
              .mapToObj(n -> TimestampedValue.of(n, Instant.ofEpochSecond(n)))
              .toList();
      return polls < 10
          ? PollResult.incomplete(found).withWatermark(Instant.ofEpochSecond(polls))
          : PollResult.complete(found);
    }
  }

  @Test
  void watchEmitsWhatItFindsOnce() {
    Pipeline pipeline = Mode.STREAMING.pipeline();
    PCollection<Integer> found =
        pipeline
            .apply(Create.of("a", "b", "c"))
            .apply(
                Watch.growthOf(new OneMore())
                    .withPollInterval(Duration.millis(20))
                    .withOutputCoder(VarIntCoder.of()))
            .apply(Values.create());
    PAssert.that(countPer(Duration.standardSeconds(5), found)).containsInAnyOrder(15L, 15L);
    Mode.run(pipeline);
  }

  /** Notes in this JVM what has passed. */
  private static final class Note extends DoFn<Integer, Integer> {

    private static final Map<String, AtomicInteger> NOTED = new ConcurrentHashMap<>();

    private final String id;

    Note(String id) {
      this.id = id;
    }

    static AtomicInteger noted(String id) {
      return NOTED.computeIfAbsent(id, key -> new AtomicInteger());
    }

    @ProcessElement
    public void process(@Element Integer element, OutputReceiver<Integer> receiver) {
      noted(id).incrementAndGet();
      receiver.output(element);
    }
  }

  /** Emits what {@link Note} has noted by now. */
  private static final class ReadNote extends DoFn<Integer, Integer> {

    private final String id;

    ReadNote(String id) {
      this.id = id;
    }

    @ProcessElement
    public void process(OutputReceiver<Integer> receiver) {
      receiver.output(Note.noted(id).get());
    }
  }

  @ParameterizedTest
  @EnumSource
  void waitReleasesAWindowWhenItsSignalIsComplete(Mode mode) {
    Pipeline pipeline = mode.pipeline();
    String id = UUID.randomUUID().toString();
    PCollection<Integer> signal =
        pipeline
            .apply(Create.of(IntStream.range(0, 1000).boxed().toList()))
            .apply(ParDo.of(new Note(id)));
    PCollection<Integer> released =
        pipeline
            .apply("Main", Create.of(1, 2, 3))
            .apply(Wait.on(signal))
            .apply(ParDo.of(new ReadNote(id)));
    PAssert.that(released).containsInAnyOrder(1000, 1000, 1000);
    Mode.run(pipeline);
  }

  @ParameterizedTest
  @EnumSource
  void waitComparesWindows(Mode mode) {
    Pipeline pipeline = mode.pipeline();
    Window<Integer> windows =
        Window.<Integer>into(FixedWindows.of(Duration.standardSeconds(10)))
            .withAllowedLateness(Duration.ZERO);
    PCollection<Integer> signal =
        mode.source(pipeline.apply(Create.of(1, 11, 21)))
            .apply(WithTimestamps.of(second -> Instant.ofEpochSecond(second)))
            .apply(windows);
    PCollection<Integer> main =
        mode.source(pipeline.apply("Main", Create.of(IntStream.range(0, 40).boxed().toList())))
            .apply("At", WithTimestamps.of(second -> Instant.ofEpochSecond(second)))
            .apply("Main windows", windows);
    PAssert.that("also a window without signal", main.apply(Wait.on(signal)))
        .containsInAnyOrder(IntStream.range(0, 40).boxed().toList());
    Mode.run(pipeline);
  }
}
