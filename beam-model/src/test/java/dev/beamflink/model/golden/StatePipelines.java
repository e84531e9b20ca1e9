package dev.beamflink.model.golden;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.GroupIntoBatches;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;
import org.joda.time.Instant;

/** Pipelines with state, timers, restrictions and a TestStream. */
final class StatePipelines {
  private StatePipelines() {}

  static void stateful(Pipeline pipeline) {
    PCollection<KV<String, Integer>> pairs =
        pipeline
            .apply("Pairs", Create.of(KV.of("a", 1)))
            .apply("Before", ParDo.of(new DoFns.Same<>()));
    pairs
        .apply("Count", ParDo.of(new DoFns.CountPerKey()))
        .apply("AfterCount", ParDo.of(new DoFns.Same<>()))
        .apply("InOrder", ParDo.of(new DoFns.InOrder()));
    pairs.apply("Write", ParDo.of(new DoFns.Same<>()));
    pairs.apply("Batches", GroupIntoBatches.ofSize(10));
  }

  static void boundedSplittable(Pipeline pipeline) {
    PCollection<String> words =
        pipeline.apply("Words", Create.of("a")).apply("Before", ParDo.of(new DoFns.Same<>()));
    words
        .apply("Ranges", ParDo.of(new DoFns.Ranges()))
        .apply("Write", ParDo.of(new DoFns.Same<>()));
    words.apply("OtherRanges", ParDo.of(new DoFns.Ranges()));
  }

  static void unboundedSplittable(Pipeline pipeline) {
    pipeline
        .apply("Impulse", Impulse.create())
        .apply("Ticks", ParDo.of(new DoFns.Ticks()))
        .apply("Minutes", Window.into(FixedWindows.of(Duration.standardMinutes(1))))
        .apply("Key", WithKeys.of("all"))
        .apply("Sum", Sum.longsPerKey());
  }

  static void testStream(Pipeline pipeline) {
    pipeline
        .apply(
            "Events",
            TestStream.create(VarIntCoder.of())
                .addElements(1, 2)
                .advanceWatermarkTo(new Instant(1000))
                .advanceProcessingTime(Duration.standardSeconds(1))
                .advanceWatermarkToInfinity())
        .apply("Seconds", Window.into(FixedWindows.of(Duration.standardSeconds(1))))
        .apply("Key", WithKeys.of("all"))
        .apply("Count", ParDo.of(new DoFns.CountPerKey()));
  }
}
