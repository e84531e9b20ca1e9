package org.apache.beam.runners.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.Mean;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GroupByKey and Combine on the shared mini cluster, in both modes. */
class GroupingITCase {

  private static Pipeline pipeline(boolean streaming) {
    return Pipeline.create(
        PipelineOptionsFactory.fromArgs(
                "--runner=TestFlinkRunner", "--parallelism=2", "--streaming=" + streaming)
            .create());
  }

  /** 0 to 29, keyed by the last digit, at as many milliseconds. */
  private static PCollection<KV<String, Integer>> numbers(Pipeline pipeline) {
    return pipeline.apply(Create.of(30)).apply("Numbers", ParDo.of(new Numbers()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void valuesOfAKeyComeTogether(boolean streaming) {
    Pipeline pipeline = pipeline(streaming);
    PCollection<String> groups =
        numbers(pipeline).apply(GroupByKey.create()).apply("Format", ParDo.of(new SortedGroup()));
    List<String> expected = new ArrayList<>();
    for (int digit = 0; digit < 10; digit++) {
      expected.add("%d: [%d, %d, %d]".formatted(digit, digit, digit + 10, digit + 20));
    }
    PAssert.that(groups).containsInAnyOrder(expected);
    assertEquals(PipelineResult.State.DONE, pipeline.run().getState());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sessionsOfOneKeyDoNotMergeAgainWithThoseOfAnother(boolean streaming) {
    Pipeline pipeline = pipeline(streaming);
    PCollection<Integer> sums =
        numbers(pipeline)
            .apply(Window.into(Sessions.withGapDuration(Duration.millis(5))))
            .apply("Sessions", Sum.integersPerKey())
            .apply(Values.create())
            .apply(WithKeys.of("all"))
            .apply("In the same sessions", Sum.integersPerKey())
            .apply("Sums", Values.create());
    PAssert.that(sums).containsInAnyOrder(IntStream.range(0, 30).boxed().toList());
    assertEquals(PipelineResult.State.DONE, pipeline.run().getState());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void groupsAreInWindows(boolean streaming) {
    Pipeline pipeline = pipeline(streaming);
    PCollection<String> sums =
        numbers(pipeline)
            .apply(Window.into(FixedWindows.of(Duration.millis(15))))
            .apply(Sum.integersPerKey())
            .apply(
                "Five",
                MapElements.into(TypeDescriptors.strings())
                    .via(sum -> sum.getKey().equals("5") ? "5: " + sum.getValue() : ""));
    List<String> expected = new ArrayList<>(Collections.nCopies(18, ""));
    expected.addAll(List.of("5: 5", "5: 40"));
    PAssert.that(sums).containsInAnyOrder(expected);
    pipeline.run();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sessionsMerge(boolean streaming) {
    Pipeline pipeline = pipeline(streaming);
    PCollection<Integer> sums =
        numbers(pipeline)
            .apply(Window.into(Sessions.withGapDuration(Duration.millis(11))))
            .apply("Sums", Sum.integersPerKey())
            .apply(
                "Values", MapElements.into(TypeDescriptors.integers()).via(sum -> sum.getValue()));
    PAssert.that(sums).containsInAnyOrder(30, 33, 36, 39, 42, 45, 48, 51, 54, 57);
    pipeline.run();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void groupOfGroups(boolean streaming) {
    Pipeline pipeline = pipeline(streaming);
    PCollection<Double> mean =
        numbers(pipeline)
            .apply("Sums", Sum.integersPerKey())
            .apply(
                "Values", MapElements.into(TypeDescriptors.integers()).via(sum -> sum.getValue()))
            .apply(Mean.<Integer>globally().withoutDefaults());
    PAssert.that(mean).containsInAnyOrder(43.5);
    pipeline.run();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void keyThatItsCoderRefusesNamesTheTransform(boolean streaming) {
    Pipeline pipeline = pipeline(streaming);
    pipeline
        .apply(Create.of(1))
        .apply(
            WithKeys.of((Integer number) -> (String) null).withKeyType(TypeDescriptors.strings()))
        .apply("Refused", GroupByKey.create());
    PipelineExecutionException thrown =
        assertThrows(PipelineExecutionException.class, pipeline::run);
    assertTrue(thrown.getMessage().contains("Transform 'Refused'"), thrown.getMessage());
    assertTrue(thrown.getMessage().contains(StringUtf8Coder.of().toString()), thrown.getMessage());
  }

  private static final class Numbers extends DoFn<Integer, KV<String, Integer>> {
    @ProcessElement
    public void process(@Element Integer count, OutputReceiver<KV<String, Integer>> out) {
      for (int i = 0; i < count; i++) {
        out.outputWithTimestamp(KV.of(String.valueOf(i % 10), i), new Instant(i));
      }
    }
  }

  private static final class SortedGroup extends DoFn<KV<String, Iterable<Integer>>, String> {
    @ProcessElement
    public void process(@Element KV<String, Iterable<Integer>> group, OutputReceiver<String> out) {
      List<Integer> values = new ArrayList<>();
      group.getValue().forEach(values::add);
      Collections.sort(values);
      out.output(group.getKey() + ": " + values);
    }
  }
}
