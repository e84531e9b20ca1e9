package dev.beamflink.model.golden;

import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.BigEndianIntegerCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Redistribute;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/** Pipelines with several inputs, outputs and side inputs. */
final class ShapePipelines {
  private ShapePipelines() {}

  static void sideInputs(Pipeline pipeline) {
    PCollection<KV<String, Integer>> pairs =
        pipeline.apply("Pairs", Create.of(KV.of("a", 1), KV.of("b", 2)));
    PCollection<Integer> one = pipeline.apply("One", Create.of(1));
    PCollectionView<Integer> singleton = one.apply("Singleton", View.asSingleton());
    PCollectionView<Iterable<Integer>> iterable = one.apply("Iterable", View.asIterable());
    PCollectionView<List<Integer>> list = one.apply("List", View.asList());
    PCollectionView<Map<String, Integer>> map = pairs.apply("Map", View.asMap());
    PCollectionView<Map<String, Iterable<Integer>>> multimap =
        pairs.apply("Multimap", View.asMultimap());
    pipeline
        .apply("Main", Create.of("x", "y"))
        .apply("Before", ParDo.of(new DoFns.Same<>()))
        .apply("Few", ParDo.of(new DoFns.Same<String>()).withSideInputs(singleton, iterable))
        .apply("Between", ParDo.of(new DoFns.Same<>()))
        .apply("More", ParDo.of(new DoFns.Same<String>()).withSideInputs(list, map, multimap))
        .apply("After", ParDo.of(new DoFns.Same<>()));
  }

  /** The side input is made from the main input, so the two readers cannot be one stage. */
  static void sideInputOfItself(Pipeline pipeline) {
    PCollection<Integer> numbers =
        pipeline.apply("Numbers", Create.of(1, 2)).apply("Same", ParDo.of(new DoFns.Same<>()));
    PCollectionView<Iterable<Integer>> all = numbers.apply("All", View.asIterable());
    numbers.apply("Compare", ParDo.of(new DoFns.Same<Integer>()).withSideInputs(all));
    numbers.apply("Write", ParDo.of(new DoFns.Same<>()));
  }

  static void flattens(Pipeline pipeline) {
    PCollection<Integer> fixed =
        pipeline.apply("Fixed", Create.of(1).withCoder(BigEndianIntegerCoder.of()));
    PCollection<Integer> variable =
        pipeline.apply("Variable", Create.of(1).withCoder(VarIntCoder.of()));
    PCollectionList.<Integer>empty(pipeline)
        .apply("None", Flatten.pCollections())
        .setCoder(VarIntCoder.of())
        .apply("WriteNone", ParDo.of(new DoFns.Same<>()));
    PCollectionList.of(variable)
        .apply("One", Flatten.pCollections())
        .apply("WriteOne", ParDo.of(new DoFns.Same<>()));
    PCollectionList.of(variable)
        .and(variable)
        .apply("Twice", Flatten.pCollections())
        .apply("WriteTwice", ParDo.of(new DoFns.Same<>()));
    PCollectionList.of(variable)
        .and(fixed)
        .apply("TwoCoders", Flatten.pCollections())
        .apply("WriteTwoCoders", ParDo.of(new DoFns.Same<>()));
  }

  static void redistributions(Pipeline pipeline) {
    PCollection<KV<String, Integer>> pairs = pipeline.apply("Pairs", Create.of(KV.of("a", 1)));
    pairs.apply("ByKey", Reshuffle.of()).apply("WriteByKey", ParDo.of(new DoFns.Same<>()));
    pairs
        .apply("RandomKey", Reshuffle.viaRandomKey())
        .apply("WriteRandomKey", ParDo.of(new DoFns.Same<>()));
    pairs
        .apply("Redistribute", Redistribute.arbitrarily())
        .apply("WriteRedistribute", ParDo.of(new DoFns.Same<>()));
    pairs
        .apply("RedistributeByKey", Redistribute.<String, Integer>byKey().withAllowDuplicates(true))
        .apply("WriteRedistributeByKey", ParDo.of(new DoFns.Same<>()));
  }

  static void outputs(Pipeline pipeline) {
    TupleTag<Integer> small = new TupleTag<>("small") {};
    TupleTag<Integer> large = new TupleTag<>("large") {};
    TupleTag<Integer> unused = new TupleTag<>("unused") {};
    PCollectionTuple parts =
        pipeline
            .apply("Numbers", Create.of(1, 100))
            .apply(
                "Split",
                ParDo.of(new DoFns.Same<Integer>())
                    .withOutputTags(small, TupleTagList.of(large).and(unused)));
    parts.get(small).apply("WriteSmall", ParDo.of(new DoFns.Same<>()));
    parts.get(large).apply("CommitLarge", ParDo.of(new DoFns.Commit<>()));
    parts.get(large).apply("ShuffleLarge", Redistribute.arbitrarily());
    parts.get(small).apply("ShuffleSmall", Redistribute.arbitrarily());
  }
}
