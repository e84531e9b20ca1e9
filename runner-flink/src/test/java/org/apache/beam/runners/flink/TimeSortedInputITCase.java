package org.apache.beam.runners.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult.State;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stateful DoFn that requires its input sorted by time gets it so, each key by itself. */
class TimeSortedInputITCase {

  private static final int KEYS = 7;
  private static final int VALUES = 100;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void elementsOfAKeyComeInTheOrderOfTheirTimes(boolean streaming) {
    List<TimestampedValue<KV<String, Integer>>> input = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int key = 0; key < KEYS; key++) {
      for (int time = 0; time < VALUES; time++) {
        input.add(TimestampedValue.of(KV.of("key " + key, time), Instant.ofEpochMilli(time)));
        expected.add("key %d, %d behind %d".formatted(key, time, time - 1));
      }
    }
    Collections.shuffle(input, new Random(7));
    Pipeline pipeline =
        Pipeline.create(
            PipelineOptionsFactory.fromArgs(
                    "--runner=TestFlinkRunner", "--parallelism=2", "--streaming=" + streaming)
                .create());
    PCollection<String> pairs =
        pipeline
            .apply(
                Create.timestamped(input)
                    .withCoder(KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of())))
            .apply(ParDo.of(new Follow()));
    PAssert.that(pairs).containsInAnyOrder(expected);
    assertEquals(State.DONE, pipeline.run().waitUntilFinish());
  }

  /** Pairs each value with the one before, -1 for none. */
  private static final class Follow extends DoFn<KV<String, Integer>, String> {
    private static final long serialVersionUID = 1L;

    @StateId("last")
    private final StateSpec<ValueState<Integer>> lastSpec = StateSpecs.value(VarIntCoder.of());

    @RequiresTimeSortedInput
    @ProcessElement
    public void process(
        @Element KV<String, Integer> element,
        @StateId("last") ValueState<Integer> last,
        OutputReceiver<String> out) {
      Integer before = last.read();
      out.output(
          "%s, %d behind %d"
              .formatted(element.getKey(), element.getValue(), before == null ? -1 : before));
      last.write(element.getValue());
    }
  }
}
