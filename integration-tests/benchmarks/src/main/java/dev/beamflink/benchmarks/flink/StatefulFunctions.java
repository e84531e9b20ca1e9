package dev.beamflink.benchmarks.flink;

import dev.beamflink.benchmarks.fork.Numbers;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Keep a total of each key, which a timer puts out. */
final class StatefulFunctions {

  private StatefulFunctions() {}

  private abstract static class Totals
      extends KeyedProcessFunction<String, Tuple2<String, Long>, Tuple2<String, Long>> {
    private static final long serialVersionUID = 1L;

    transient ValueState<Long> total;

    @Override
    public void open(OpenContext context) {
      total = getRuntimeContext().getState(new ValueStateDescriptor<>("total", Types.LONG));
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Tuple2<String, Long>> out)
        throws Exception {
      Long value = total.value();
      if (value != null) {
        out.collect(Tuple2.of(context.getCurrentKey(), value));
        total.clear();
      }
    }
  }

  /** A key has a timer at the next half minute, which its first element sets. */
  static final class RareTimer extends Totals {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(
        Tuple2<String, Long> pair, Context context, Collector<Tuple2<String, Long>> out)
        throws Exception {
      Long before = total.value();
      if (before == null) {
        context.timerService().registerEventTimeTimer(Numbers.halfMinuteAfter(context.timestamp()));
      }
      total.update((before == null ? 0 : before) + pair.f1);
    }
  }

  /**
   * Each element of a key moves its timer to half a minute later. Flink keeps the timers of all
   * times, so that the one before has to be deleted.
   */
  static final class TimerWithEveryElement extends Totals {
    private static final long serialVersionUID = 1L;

    private transient ValueState<Long> timer;

    @Override
    public void open(OpenContext context) {
      super.open(context);
      timer = getRuntimeContext().getState(new ValueStateDescriptor<>("timer", Types.LONG));
    }

    @Override
    public void processElement(
        Tuple2<String, Long> pair, Context context, Collector<Tuple2<String, Long>> out)
        throws Exception {
      Long before = total.value();
      total.update((before == null ? 0 : before) + pair.f1);
      @Nullable Long set = timer.value();
      if (set != null) {
        context.timerService().deleteEventTimeTimer(set);
      }
      long next = context.timestamp() + Numbers.HALF_MINUTE;
      context.timerService().registerEventTimeTimer(next);
      timer.update(next);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Tuple2<String, Long>> out)
        throws Exception {
      super.onTimer(timestamp, context, out);
      timer.clear();
    }
  }

  /** Counts the elements of a key, and puts each one out. */
  static final class CountEach
      extends KeyedProcessFunction<String, Tuple2<String, Long>, Tuple2<String, Long>> {
    private static final long serialVersionUID = 1L;

    private transient ValueState<Long> count;

    @Override
    public void open(OpenContext context) {
      count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
    }

    @Override
    public void processElement(
        Tuple2<String, Long> pair, Context context, Collector<Tuple2<String, Long>> out)
        throws Exception {
      Long before = count.value();
      count.update((before == null ? 0 : before) + 1);
      out.collect(pair);
    }
  }
}
