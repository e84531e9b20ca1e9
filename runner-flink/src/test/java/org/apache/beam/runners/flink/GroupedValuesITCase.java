package org.apache.beam.runners.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult.State;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What DoFns do with the values of a group besides reading them once. */
class GroupedValuesITCase {

  private static final int KEYS = 20;
  private static final int VALUES = 10;
  private static final TupleTag<String> MAIN = new TupleTag<>() {};
  private static final TupleTag<KV<String, Iterable<Integer>>> SIDE = new TupleTag<>() {};

  private static Pipeline pipeline(boolean streaming) {
    return Pipeline.create(
        PipelineOptionsFactory.fromArgs(
                "--runner=TestFlinkRunner", "--parallelism=2", "--streaming=" + streaming)
            .create());
  }

  /** Each key has the values 0 to 9. */
  private static PCollection<KV<String, Iterable<Integer>>> groups(Pipeline pipeline) {
    List<KV<String, Integer>> pairs = new ArrayList<>();
    for (int i = 0; i < KEYS * VALUES; i++) {
      pairs.add(KV.of("key " + i % KEYS, i / KEYS));
    }
    return pipeline
        .apply(Create.of(pairs).withCoder(KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of())))
        .apply(GroupByKey.create());
  }

  private static void assertSums(PCollection<String> sums, int sum) {
    PAssert.that(sums)
        .containsInAnyOrder(
            IntStream.range(0, KEYS).mapToObj(key -> "key " + key + ": " + sum).toList());
    assertEquals(State.DONE, sums.getPipeline().run().waitUntilFinish());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void valuesAreKeptAndReadAfterOtherGroups(boolean streaming) {
    assertSums(groups(pipeline(streaming)).apply(ParDo.of(new KeepUntilBundleEnds())), 45);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void valuesAreReadByTwoIteratorsAtOnce(boolean streaming) {
    assertSums(groups(pipeline(streaming)).apply(ParDo.of(new SumOfProducts())), 45 * 45);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void valuesAreHandedOnByASideOutput(boolean streaming) {
    PCollectionTuple outputs =
        groups(pipeline(streaming))
            .apply("Hand on", ParDo.of(new HandOn()).withOutputTags(MAIN, TupleTagList.of(SIDE)));
    assertSums(outputs.get(SIDE).apply(ParDo.of(new SumOfProducts())), 45 * 45);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void valuesCrossAnExchange(boolean streaming) {
    assertSums(
        groups(pipeline(streaming)).apply(Reshuffle.of()).apply(ParDo.of(new SumOfProducts())),
        45 * 45);
  }

  private static final class KeepUntilBundleEnds
      extends DoFn<KV<String, Iterable<Integer>>, String> {
    private static final long serialVersionUID = 1L;
    private transient List<KV<String, Iterable<Integer>>> kept;

    @StartBundle
    public void start() {
      kept = new ArrayList<>();
    }

    @ProcessElement
    public void process(@Element KV<String, Iterable<Integer>> group) {
      group.getValue().iterator().next();
      kept.add(group);
    }

    @FinishBundle
    public void finish(FinishBundleContext context) {
      for (KV<String, Iterable<Integer>> group : kept) {
        int sum = 0;
        for (int value : group.getValue()) {
          sum += value;
        }
        context.output(
            group.getKey() + ": " + sum,
            GlobalWindow.INSTANCE.maxTimestamp(),
            GlobalWindow.INSTANCE);
      }
    }
  }

  private static final class SumOfProducts extends DoFn<KV<String, Iterable<Integer>>, String> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(
        @Element KV<String, Iterable<Integer>> group, OutputReceiver<String> output) {
      int sum = 0;
      for (int one : group.getValue()) {
        for (int other : group.getValue()) {
          sum += one * other;
        }
      }
      output.output(group.getKey() + ": " + sum);
    }
  }

  private static final class HandOn extends DoFn<KV<String, Iterable<Integer>>, String> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element KV<String, Iterable<Integer>> group, MultiOutputReceiver outputs) {
      outputs.get(SIDE).output(group);
    }
  }
}
