package dev.beamflink.benchmarks.flink;

import dev.beamflink.benchmarks.fork.Numbers;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.functions.CoGroupFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.windows.GlobalWindow;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/** What the jobs do with windows and groups. */
final class WindowFunctions {

  /** A pair, and whether it is the last one of its window. */
  static final TypeInformation<Tuple3<String, Long, Boolean>> TIMED =
      Types.TUPLE(Types.STRING, Types.LONG, Types.BOOLEAN);

  private WindowFunctions() {}

  static final class Sum implements AggregateFunction<Tuple2<String, Long>, Long, Long> {
    private static final long serialVersionUID = 1L;

    @Override
    public Long createAccumulator() {
      return 0L;
    }

    @Override
    public Long add(Tuple2<String, Long> pair, Long sum) {
      return sum + pair.f1;
    }

    @Override
    public Long getResult(Long sum) {
      return sum;
    }

    @Override
    public Long merge(Long one, Long other) {
      return one + other;
    }
  }

  static final class WithKey
      extends ProcessWindowFunction<Long, Tuple2<String, Long>, String, TimeWindow> {
    private static final long serialVersionUID = 1L;

    @Override
    public void process(
        String key, Context context, Iterable<Long> sums, Collector<Tuple2<String, Long>> out) {
      out.collect(Tuple2.of(key, sums.iterator().next()));
    }
  }

  static final class WithTiming
      extends ProcessWindowFunction<Long, Tuple3<String, Long, Boolean>, String, TimeWindow> {
    private static final long serialVersionUID = 1L;

    @Override
    public void process(
        String key,
        Context context,
        Iterable<Long> sums,
        Collector<Tuple3<String, Long, Boolean>> out) {
      boolean last = context.currentWatermark() >= context.window().maxTimestamp();
      out.collect(Tuple3.of(key, sums.iterator().next(), last));
    }
  }

  static final class AddUp
      extends ProcessWindowFunction<
          Tuple2<String, Long>, Tuple2<String, Long>, String, TimeWindow> {
    private static final long serialVersionUID = 1L;

    @Override
    public void process(
        String key,
        Context context,
        Iterable<Tuple2<String, Long>> group,
        Collector<Tuple2<String, Long>> out) {
      long sum = 0;
      for (Tuple2<String, Long> pair : group) {
        sum += pair.f1;
      }
      out.collect(Tuple2.of(key, sum));
    }
  }

  /** The sum of the numbers of a group of records, at the end of the input. */
  static final class AddUpRecords
      extends ProcessWindowFunction<
          Tuple2<String, byte[]>, Tuple2<String, Long>, String, GlobalWindow> {
    private static final long serialVersionUID = 1L;

    @Override
    public void process(
        String key,
        Context context,
        Iterable<Tuple2<String, byte[]>> group,
        Collector<Tuple2<String, Long>> out) {
      long sum = 0;
      for (Tuple2<String, byte[]> pair : group) {
        sum += Numbers.ofRecord(pair.f1);
      }
      out.collect(Tuple2.of(key, sum));
    }
  }

  static final class AddUpBoth
      implements CoGroupFunction<Tuple2<String, Long>, Tuple2<String, Long>, Tuple2<String, Long>> {
    private static final long serialVersionUID = 1L;

    @Override
    public void coGroup(
        Iterable<Tuple2<String, Long>> left,
        Iterable<Tuple2<String, Long>> right,
        Collector<Tuple2<String, Long>> out) {
      String key = "";
      long sum = 0;
      for (Tuple2<String, Long> pair : left) {
        key = pair.f0;
        sum += pair.f1;
      }
      for (Tuple2<String, Long> pair : right) {
        key = pair.f0;
        sum += 2 * pair.f1;
      }
      out.collect(Tuple2.of(key, sum));
    }
  }
}
