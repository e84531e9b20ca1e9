package dev.beamflink.benchmarks.flink;

import dev.beamflink.benchmarks.fork.Numbers;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.java.tuple.Tuple2;

/** What the jobs do with single elements. */
final class ElementFunctions {

  private ElementFunctions() {}

  /** Gives each number a key. */
  static final class WithKey extends RichMapFunction<Long, Tuple2<String, Long>> {
    private static final long serialVersionUID = 1L;

    private final int keys;
    private transient String[] names = {};

    WithKey(int keys) {
      this.keys = keys;
    }

    @Override
    public void open(OpenContext context) {
      names = Numbers.names(keys);
    }

    @Override
    public Tuple2<String, Long> map(Long number) {
      return Tuple2.of(names[Numbers.key(number, keys)], number);
    }
  }

  /** Makes a record of each number, with a key. */
  static final class RecordWithKey extends RichMapFunction<Long, Tuple2<String, byte[]>> {
    private static final long serialVersionUID = 1L;

    private final int keys;
    private transient String[] names = {};

    RecordWithKey(int keys) {
      this.keys = keys;
    }

    @Override
    public void open(OpenContext context) {
      names = Numbers.names(keys);
    }

    @Override
    public Tuple2<String, byte[]> map(Long number) {
      return Tuple2.of(names[Numbers.key(number, keys)], Numbers.record(number));
    }
  }
}
