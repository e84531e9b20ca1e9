package dev.beamflink.libraries;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.ApproximateUnique;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Deduplicate;
import org.apache.beam.sdk.transforms.Distinct;
import org.apache.beam.sdk.transforms.Latest;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.Sample;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.Top;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.WithTimestamps;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Transforms of Beam's core that add up: each in windows of ten numbers, 0 to 29 in all. */
class AggregationITCase {

  private static final int NUMBERS = 30;

  private static Instant second(int seconds) {
    return Instant.ofEpochSecond(seconds);
  }

  /** Number n at second n, in windows of ten seconds. */
  private static PCollection<Integer> numbers(Pipeline pipeline, Mode mode) {
    return mode.source(pipeline.apply(Create.of(IntStream.range(0, NUMBERS).boxed().toList())))
        .apply(WithTimestamps.of(number -> second(number)))
        .apply(Window.into(FixedWindows.of(Duration.standardSeconds(10))));
  }

  /** Number n as even or odd. */
  private static PCollection<KV<String, Integer>> keyed(PCollection<Integer> numbers) {
    return numbers.apply(
        WithKeys.<String, Integer>of(number -> number % 2 == 0 ? "even" : "odd")
            .withKeyType(TypeDescriptors.strings()));
  }

  @ParameterizedTest
  @EnumSource
  void hotKeysAddUpInTwoSteps(Mode mode) {
    Pipeline pipeline = mode.pipeline();
    PCollection<Integer> numbers = numbers(pipeline, mode);
    PCollection<KV<String, Integer>> perKey =
        keyed(numbers)
            .apply(
                Combine.<String, Integer, Integer>perKey(Sum.ofIntegers())
                    .withHotKeyFanout(key -> key.equals("even") ? 4 : 1));
    PAssert.that(perKey)
        .containsInAnyOrder(
            List.of(
                KV.of("even", 20), KV.of("odd", 25),
                KV.of("even", 70), KV.of("odd", 75),
                KV.of("even", 120), KV.of("odd", 125)));
    PCollection<Integer> all =
        numbers.apply("All", Combine.globally(Sum.ofIntegers()).withFanout(3).withoutDefaults());
    PAssert.that(all).containsInAnyOrder(45, 145, 245);
    Mode.run(pipeline);
  }

  @ParameterizedTest
  @EnumSource
  void extremesOfWindows(Mode mode) {
    Pipeline pipeline = mode.pipeline();
    PCollection<Integer> numbers = numbers(pipeline, mode);
    PAssert.that(
            numbers.apply("Largest", Combine.globally(Top.<Integer>largestFn(2)).withoutDefaults()))
        .containsInAnyOrder(List.of(List.of(9, 8), List.of(19, 18), List.of(29, 28)));
    PAssert.that(keyed(numbers).apply("Smallest", Top.smallestPerKey(1)))
        .containsInAnyOrder(
            List.of(
                KV.of("even", List.of(0)), KV.of("odd", List.of(1)),
                KV.of("even", List.of(10)), KV.of("odd", List.of(11)),
                KV.of("even", List.of(20)), KV.of("odd", List.of(21))));
    PAssert.that(keyed(numbers).apply("Latest", Latest.perKey()))
        .containsInAnyOrder(
            List.of(
                KV.of("even", 8), KV.of("odd", 9),
                KV.of("even", 18), KV.of("odd", 19),
                KV.of("even", 28), KV.of("odd", 29)));
    Mode.run(pipeline);
  }

  @ParameterizedTest
  @EnumSource
  void samplesAreOfTheWindow(Mode mode) {
    Pipeline pipeline = mode.pipeline();
    PCollection<Iterable<Integer>> samples =
        numbers(pipeline, mode)
            .apply(Combine.globally(Sample.<Integer>combineFn(3)).withoutDefaults());
    PAssert.that(samples)
        .satisfies(
            found -> {
              List<Integer> tens = new ArrayList<>();
              for (Iterable<Integer> sample : found) {
                List<Integer> values = new ArrayList<>();
                sample.forEach(values::add);
                assertEquals(3, values.stream().distinct().count());
                assertEquals(1, values.stream().map(value -> value / 10).distinct().count());
                tens.add(values.get(0) / 10);
              }
              assertEquals(List.of(0, 1, 2), tens.stream().sorted().toList());
              return null;
            });
    Mode.run(pipeline);
  }

  @ParameterizedTest
  @EnumSource
  void repeatedValuesComeOnce(Mode mode) {
    Pipeline pipeline = mode.pipeline();
    PCollection<Integer> lastDigits =
        numbers(pipeline, mode)
            .apply(MapElements.into(TypeDescriptors.integers()).via(number -> number % 5));
    List<Integer> ofEachWindow = List.of(0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4);
    PAssert.that(lastDigits.apply(Distinct.create())).containsInAnyOrder(ofEachWindow);
    PAssert.that(lastDigits.apply("In processing time", Deduplicate.values()))
        .containsInAnyOrder(ofEachWindow);
    PAssert.that(
            lastDigits.apply(
                "In event time",
                Deduplicate.<Integer>values()
                    .withTimeDomain(TimeDomain.EVENT_TIME)
                    .withDuration(Duration.standardSeconds(10))))
        .containsInAnyOrder(ofEachWindow);
    Mode.run(pipeline);
  }

  @ParameterizedTest
  @EnumSource
  @SuppressWarnings("deprecation") // its successors are in an extension; users still have it
  void distinctValuesAreEstimated(Mode mode) {
    Pipeline pipeline = mode.pipeline();
    PCollection<KV<String, Long>> estimates =
        keyed(numbers(pipeline, mode)).apply(ApproximateUnique.perKey(16));
    PAssert.that("exact below the sample's size", estimates)
        .containsInAnyOrder(
            List.of(
                KV.of("even", 5L), KV.of("odd", 5L),
                KV.of("even", 5L), KV.of("odd", 5L),
                KV.of("even", 5L), KV.of("odd", 5L)));
    Mode.run(pipeline);
  }
}
