package dev.beamflink.translation.translate;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;

/** Pipelines with each kind of node. */
final class TopologyPipelines {

  private TopologyPipelines() {}

  static void groups(Pipeline pipeline) {
    pipeline
        .apply("Words", Create.of("a", "b"))
        .apply("Before", ParDo.of(new Same<>()))
        .apply("Count", Count.perElement())
        .apply("Group", GroupByKey.create())
        .apply("After", ParDo.of(new Same<>()));
  }

  static void windowedCount(Pipeline pipeline) {
    pipeline
        .apply("Numbers", GenerateSequence.from(0))
        .apply("Minutes", Window.into(FixedWindows.of(Duration.standardMinutes(1))))
        .apply("Count", Count.perElement())
        .apply("After", ParDo.of(new Same<>()));
  }

  static void stateful(Pipeline pipeline) {
    numbered(pipeline).apply("Remember", ParDo.of(new Remember()));
  }

  /** As {@link #stateful}, with more stateless transforms everywhere. */
  static void statefulAmongOthers(Pipeline pipeline) {
    PCollection<KV<String, Integer>> remembered =
        numbered(pipeline)
            .apply("Other", ParDo.of(new Same<>()))
            .apply("Remember", ParDo.of(new Remember()));
    remembered.apply("Another", ParDo.of(new Same<>()));
    remembered.apply("And another", ParDo.of(new Same<>()));
  }

  private static PCollection<KV<String, Integer>> numbered(Pipeline pipeline) {
    return pipeline
        .apply("Numbers", Create.of(1, 2, 3))
        .apply("Key", WithKeys.of("key"))
        .apply("Before", ParDo.of(new Same<>()));
  }

  static void sideInputs(Pipeline pipeline) {
    PCollectionView<Iterable<Integer>> side =
        pipeline.apply("Side", Create.of(1, 2)).apply("View", View.asIterable());
    PCollection<Integer> main = pipeline.apply("Main", Create.of(3, 4));
    main.apply("Read side", ParDo.of(new Same<Integer>()).withSideInputs(side));
    main.apply("Key", WithKeys.of("key"))
        .apply("Remember with side", ParDo.of(new Remember()).withSideInputs(side));
  }

  static void splittable(Pipeline pipeline) {
    pipeline
        .apply(Impulse.create())
        .apply("Name", MapElements.into(TypeDescriptors.strings()).via(unused -> "name"))
        .apply("Read forever", ParDo.of(new Forever()))
        .setCoder(StringUtf8Coder.of());
  }

  static void shapes(Pipeline pipeline) {
    PCollection<Integer> one = pipeline.apply("One", Create.of(1).withCoder(VarIntCoder.of()));
    PCollection<Integer> two = pipeline.apply("Two", Create.of(2).withCoder(VarIntCoder.of()));
    PCollectionList.of(one)
        .and(two)
        .and(one)
        .apply("Flatten", Flatten.pCollections())
        .apply("Reshuffle", Reshuffle.viaRandomKey())
        .apply("After", ParDo.of(new Same<>()));
  }

  /** A GroupByKey of a Flatten of a Flatten. */
  static void groupOfUnion(Pipeline pipeline) {
    PCollectionList<KV<String, Integer>> inner =
        PCollectionList.of(pairs(pipeline, "One")).and(pairs(pipeline, "Two"));
    PCollectionList.of(inner.apply("Inner", Flatten.pCollections()))
        .and(pairs(pipeline, "Three"))
        .apply("Outer", Flatten.pCollections())
        .apply("Group", GroupByKey.create())
        .apply("After", ParDo.of(new Same<>()));
  }

  static void groupOfManyParts(Pipeline pipeline) {
    PCollectionList<KV<String, Integer>> parts = PCollectionList.empty(pipeline);
    for (int i = 0; i < 17; i++) {
      parts = parts.and(pairs(pipeline, "Part " + i));
    }
    parts.apply("Flatten", Flatten.pCollections()).apply("Group", GroupByKey.create());
  }

  private static PCollection<KV<String, Integer>> pairs(Pipeline pipeline, String name) {
    return pipeline.apply(
        name,
        Create.of(KV.of(name, 1)).withCoder(KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of())));
  }

  static void testStream(Pipeline pipeline) {
    PCollection<Integer> played =
        pipeline.apply(
            "Play",
            TestStream.create(VarIntCoder.of()).addElements(1, 2).advanceWatermarkToInfinity());
    PCollection<Integer> beside =
        pipeline.apply("Beside", Create.of(3).withCoder(VarIntCoder.of()));
    PCollectionList.of(played)
        .and(beside)
        .apply("Flatten", Flatten.pCollections())
        .apply("After", ParDo.of(new Same<>()));
    pipeline.apply("Alone", Impulse.create());
  }

  private static final class Same<T> extends DoFn<T, T> {
    @ProcessElement
    public void process(@Element T element, OutputReceiver<T> out) {
      out.output(element);
    }
  }

  private static final class Remember extends DoFn<KV<String, Integer>, KV<String, Integer>> {
    @StateId("last")
    private final StateSpec<ValueState<Integer>> last = StateSpecs.value(VarIntCoder.of());

    @TimerId("forget")
    private final TimerSpec forget = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

    @ProcessElement
    public void process(
        @Element KV<String, Integer> element, OutputReceiver<KV<String, Integer>> out) {
      out.output(element);
    }

    @OnTimer("forget")
    public void forget() {}
  }

  @DoFn.UnboundedPerElement
  private static final class Forever extends DoFn<String, String> {
    @GetInitialRestriction
    public OffsetRange initial() {
      return new OffsetRange(0, Long.MAX_VALUE);
    }

    @ProcessElement
    public ProcessContinuation process(RestrictionTracker<OffsetRange, Long> tracker) {
      return ProcessContinuation.resume();
    }
  }
}
