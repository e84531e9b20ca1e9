package dev.beamflink.model.golden;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.join.CoGroupByKey;
import org.apache.beam.sdk.transforms.join.KeyedPCollectionTuple;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Duration;

/** Pipelines that group and combine. */
final class GroupingPipelines {
  private GroupingPipelines() {}

  static void wordCount(Pipeline pipeline) {
    pipeline
        .apply("Lines", Create.of("a b", "c"))
        .apply("Split", ParDo.of(new DoFns.Split()))
        .apply("Count", Count.perElement())
        .apply("Write", ParDo.of(new DoFns.Same<>()));
  }

  static void windowedSum(Pipeline pipeline) {
    pipeline
        .apply("Numbers", GenerateSequence.from(0))
        .apply("Minutes", Window.into(FixedWindows.of(Duration.standardMinutes(1))))
        .apply("Key", WithKeys.of("all"))
        .apply("Sum", Sum.longsPerKey())
        .apply("Write", ParDo.of(new DoFns.Same<>()));
  }

  static void sessions(Pipeline pipeline) {
    pipeline
        .apply("Numbers", GenerateSequence.from(0))
        .apply("Key", WithKeys.of("all"))
        .apply(
            "Sessions",
            Window.<KV<String, Long>>into(Sessions.withGapDuration(Duration.standardMinutes(10)))
                .triggering(
                    AfterWatermark.pastEndOfWindow()
                        .withLateFirings(AfterPane.elementCountAtLeast(1)))
                .withAllowedLateness(Duration.standardHours(1))
                .accumulatingFiredPanes())
        .apply("Group", GroupByKey.create())
        .apply("Write", ParDo.of(new DoFns.Same<>()));
  }

  static void combineGlobally(Pipeline pipeline) {
    pipeline
        .apply("Numbers", Create.of(1, 2))
        .apply("Sum", Combine.globally(Sum.ofIntegers()))
        .apply("Write", ParDo.of(new DoFns.Same<>()));
  }

  static void coGroupByKey(Pipeline pipeline) {
    PCollection<KV<String, Integer>> names =
        pipeline.apply("Names", Create.of(KV.of("a", 1), KV.of("b", 2)));
    PCollection<KV<String, Integer>> cities = pipeline.apply("Cities", Create.of(KV.of("a", 3)));
    KeyedPCollectionTuple.of(new TupleTag<Integer>("names"), names)
        .and(new TupleTag<Integer>("cities"), cities)
        .apply("Join", CoGroupByKey.create())
        .apply("Write", ParDo.of(new DoFns.Same<>()));
  }
}
