package dev.beamflink.benchmarks.beam;

import dev.beamflink.benchmarks.fork.Numbers;
import dev.beamflink.benchmarks.fork.Words;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.join.CoGbkResult;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;

/** What the pipelines do with single elements and groups. */
final class ElementFns {

  private ElementFns() {}

  static final class Increment extends DoFn<Long, Long> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element Long number, OutputReceiver<Long> out) {
      out.output(number + 1);
    }
  }

  static final class IncrementValue extends DoFn<KV<String, Long>, KV<String, Long>> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element KV<String, Long> pair, OutputReceiver<KV<String, Long>> out) {
      out.output(KV.of(pair.getKey(), pair.getValue() + 1));
    }
  }

  /** Gives each number a key. */
  static final class WithKey extends DoFn<Long, KV<String, Long>> {
    private static final long serialVersionUID = 1L;

    private final int keys;
    private transient String[] names = {};

    WithKey(int keys) {
      this.keys = keys;
    }

    @Setup
    public void setup() {
      names = Numbers.names(keys);
    }

    @ProcessElement
    public void process(@Element Long number, OutputReceiver<KV<String, Long>> out) {
      out.output(KV.of(names[Numbers.key(number, keys)], number));
    }
  }

  /** Makes a record of each number, with a key. */
  static final class RecordWithKey extends DoFn<Long, KV<String, byte[]>> {
    private static final long serialVersionUID = 1L;

    private final int keys;
    private transient String[] names = {};

    RecordWithKey(int keys) {
      this.keys = keys;
    }

    @Setup
    public void setup() {
      names = Numbers.names(keys);
    }

    @ProcessElement
    public void process(@Element Long number, OutputReceiver<KV<String, byte[]>> out) {
      out.output(KV.of(names[Numbers.key(number, keys)], Numbers.record(number)));
    }
  }

  /** The sum of the numbers of a group of records. */
  static final class AddUpRecords extends DoFn<KV<String, Iterable<byte[]>>, KV<String, Long>> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(
        @Element KV<String, Iterable<byte[]>> group, OutputReceiver<KV<String, Long>> out) {
      long sum = 0;
      for (byte[] record : group.getValue()) {
        sum += Numbers.ofRecord(record);
      }
      out.output(KV.of(group.getKey(), sum));
    }
  }

  /** The even or the odd numbers, with a key. */
  static final class OfParity extends DoFn<Long, KV<String, Long>> {
    private static final long serialVersionUID = 1L;

    private final int keys;
    private final int parity;
    private transient String[] names = {};

    OfParity(int keys, int parity) {
      this.keys = keys;
      this.parity = parity;
    }

    @Setup
    public void setup() {
      names = Numbers.names(keys);
    }

    @ProcessElement
    public void process(@Element Long number, OutputReceiver<KV<String, Long>> out) {
      if (number % 2 == parity) {
        out.output(KV.of(names[Numbers.key(number, keys)], number));
      }
    }
  }

  /** The sum of a group. */
  static final class AddUp extends DoFn<KV<String, Iterable<Long>>, KV<String, Long>> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(
        @Element KV<String, Iterable<Long>> group, OutputReceiver<KV<String, Long>> out) {
      long sum = 0;
      for (long value : group.getValue()) {
        sum += value;
      }
      out.output(KV.of(group.getKey(), sum));
    }
  }

  /** The sum of one side and twice that of the other. */
  static final class AddUpBoth extends DoFn<KV<String, CoGbkResult>, KV<String, Long>> {
    private static final long serialVersionUID = 1L;

    private final TupleTag<Long> left;
    private final TupleTag<Long> right;

    AddUpBoth(TupleTag<Long> left, TupleTag<Long> right) {
      this.left = left;
      this.right = right;
    }

    @ProcessElement
    public void process(
        @Element KV<String, CoGbkResult> group, OutputReceiver<KV<String, Long>> out) {
      long sum = 0;
      for (long value : group.getValue().getAll(left)) {
        sum += value;
      }
      for (long value : group.getValue().getAll(right)) {
        sum += 2 * value;
      }
      out.output(KV.of(group.getKey(), sum));
    }
  }

  /** Adds what the map has for a number. */
  static final class LookUp extends DoFn<Long, Long> {
    private static final long serialVersionUID = 1L;

    private final PCollectionView<Map<Integer, Long>> map;
    private final int entries;

    LookUp(PCollectionView<Map<Integer, Long>> map, int entries) {
      this.map = map;
      this.entries = entries;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      long number = context.element();
      Long found = context.sideInput(map).get((int) (number % entries));
      if (found == null) {
        throw new IllegalStateException("The map has no entry for " + number);
      }
      context.output(number + found);
    }
  }

  static final class WordsOfLines extends DoFn<Long, String> {
    private static final long serialVersionUID = 1L;

    private transient Words words = Words.all();

    @Setup
    public void setup() {
      words = Words.all();
    }

    @ProcessElement
    public void process(@Element Long number, OutputReceiver<String> out) {
      for (String word : words.line(number).split(" ", -1)) {
        out.output(word);
      }
    }
  }
}
