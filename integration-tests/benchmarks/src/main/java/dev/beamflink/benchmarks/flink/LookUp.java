package dev.beamflink.benchmarks.flink;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.co.BroadcastProcessFunction;
import org.apache.flink.util.Collector;

/** Adds what the broadcast map has for a number. Numbers wait until the map is complete. */
final class LookUp extends BroadcastProcessFunction<Long, Tuple2<Integer, Long>, Long> {

  private static final long serialVersionUID = 1L;

  static final MapStateDescriptor<Integer, Long> ENTRIES =
      new MapStateDescriptor<>("entries", Types.INT, Types.LONG);

  private final int entries;
  private final List<Long> waiting = new ArrayList<>();
  private int seen;

  LookUp(int entries) {
    this.entries = entries;
  }

  @Override
  public void processElement(Long number, ReadOnlyContext context, Collector<Long> out)
      throws Exception {
    if (seen < entries) {
      waiting.add(number);
    } else {
      lookUp(number, context.getBroadcastState(ENTRIES), out);
    }
  }

  @Override
  public void processBroadcastElement(
      Tuple2<Integer, Long> entry, Context context, Collector<Long> out) throws Exception {
    context.getBroadcastState(ENTRIES).put(entry.f0, entry.f1);
    seen++;
    if (seen == entries) {
      for (long number : waiting) {
        lookUp(number, context.getBroadcastState(ENTRIES), out);
      }
      waiting.clear();
    }
  }

  private void lookUp(long number, ReadOnlyBroadcastState<Integer, Long> map, Collector<Long> out)
      throws Exception {
    out.collect(number + map.get((int) (number % entries)));
  }
}
