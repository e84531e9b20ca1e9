package dev.beamflink.scale;

import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.join.CoGroupByKey;
import org.apache.beam.sdk.transforms.join.KeyedPCollectionTuple;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/** What is done with the values. */
enum Shape {
  /** Grouped and read twice. */
  GROUP {
    @Override
    void expand(PCollection<KV<String, byte[]>> values, long count) {
      values
          .apply(GroupByKey.create())
          .apply("Read twice", ParDo.of(new Readers.ReadTwice(new Expectation(count))));
    }
  },

  /** Grouped, and handed on as a side output before they are read. */
  SIDE_OUTPUT {
    @Override
    void expand(PCollection<KV<String, byte[]>> values, long count) {
      TupleTag<Integer> main = new TupleTag<>() {};
      TupleTag<KV<String, Iterable<byte[]>>> side = new TupleTag<>() {};
      PCollectionTuple outputs =
          values
              .apply(GroupByKey.create())
              .apply(
                  "Hand on",
                  ParDo.of(new Readers.HandOn(side)).withOutputTags(main, TupleTagList.of(side)));
      outputs
          .get(side)
          .apply("Read twice", ParDo.of(new Readers.ReadTwice(new Expectation(count))));
    }
  },

  /** Grouped, kept in a field of a DoFn, and read at the end of the bundle. */
  KEEP {
    @Override
    void expand(PCollection<KV<String, byte[]>> values, long count) {
      values
          .apply(GroupByKey.create())
          .apply("Keep", ParDo.of(new Readers.KeepUntilTheEnd(new Expectation(count))));
    }
  },

  /** Grouped, and sent to another task, which needs all of the group in memory. */
  EXCHANGE {
    @Override
    void expand(PCollection<KV<String, byte[]>> values, long count) {
      values
          .apply(GroupByKey.create())
          .apply(Reshuffle.viaRandomKey())
          .apply("Read twice", ParDo.of(new Readers.ReadTwice(new Expectation(count))));
    }
  },

  /** Joined with a few others. */
  JOIN {
    @Override
    void expand(PCollection<KV<String, byte[]>> values, long count) {
      TupleTag<byte[]> many = new TupleTag<>() {};
      TupleTag<Integer> few = new TupleTag<>() {};
      PCollection<KV<String, Integer>> others =
          values
              .getPipeline()
              .apply(
                  "Others",
                  Create.of(KV.of("key", 1), KV.of("key", 2))
                      .withCoder(KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of())));
      KeyedPCollectionTuple.of(many, values)
          .and(few, others)
          .apply(CoGroupByKey.create())
          .apply("Read both", ParDo.of(new Readers.ReadBoth(new Expectation(count), many, few)));
    }
  },

  /** Counted: no value is kept. */
  COUNT {
    @Override
    void expand(PCollection<KV<String, byte[]>> values, long count) {
      values
          .apply(Count.perKey())
          .apply("Compare", ParDo.of(new Readers.Compare(new Expectation(count))));
    }
  },

  /** Put into a bag state, and read from it at the end of the window. */
  BAG {
    @Override
    void expand(PCollection<KV<String, byte[]>> values, long count) {
      values.apply("Bag", ParDo.of(new Readers.Bag(new Expectation(count))));
    }
  };

  abstract void expand(PCollection<KV<String, byte[]>> values, long count);
}
