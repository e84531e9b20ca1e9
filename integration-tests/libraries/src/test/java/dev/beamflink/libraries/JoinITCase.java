package dev.beamflink.libraries;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.join.CoGbkResult;
import org.apache.beam.sdk.transforms.join.CoGroupByKey;
import org.apache.beam.sdk.transforms.join.KeyedPCollectionTuple;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** CoGroupByKey, where one key has far more values than Beam keeps in memory. */
class JoinITCase {

  /** Beam keeps 10,000 values of a key, then reads the group again for each tag. */
  private static final long VALUES = 60_000;

  private static final TupleTag<String> NAMES = new TupleTag<>("names");
  private static final TupleTag<Long> NUMBERS = new TupleTag<>("numbers");

  /** Name of the key, count and sum of its numbers; goes through the numbers twice. */
  private static final class Summary extends DoFn<KV<String, CoGbkResult>, String> {
    @ProcessElement
    public void process(@Element KV<String, CoGbkResult> element, OutputReceiver<String> receiver) {
      long count = 0;
      for (Long ignored : element.getValue().getAll(NUMBERS)) {
        count++;
      }
      long sum = 0;
      for (Long number : element.getValue().getAll(NUMBERS)) {
        sum += number;
      }
      receiver.output(
          "%s: %d, %d".formatted(element.getValue().getOnly(NAMES, "nobody"), count, sum));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHugeGroupIsJoinedWithASmallOne(Mode mode) {
    Pipeline pipeline = mode.pipeline();
    PCollection<KV<String, Long>> numbers =
        pipeline
            .apply(GenerateSequence.from(0).to(VALUES))
            .apply(
                WithKeys.<String, Long>of(number -> number < VALUES - 10 ? "huge" : "small")
                    .withKeyType(TypeDescriptors.strings()));
    PCollection<KV<String, String>> names =
        pipeline.apply(Create.of(KV.of("huge", "everyone"), KV.of("empty", "no one")));
    PAssert.that(
            KeyedPCollectionTuple.of(NAMES, names)
                .and(NUMBERS, numbers)
                .apply(CoGroupByKey.create())
                .apply(ParDo.of(new Summary())))
        .containsInAnyOrder(
            "everyone: %d, %d".formatted(VALUES - 10, (VALUES - 10) * (VALUES - 11) / 2),
            "nobody: 10, %d".formatted(10 * VALUES - 55),
            "no one: 0, 0");
    Mode.run(pipeline);
  }
}
