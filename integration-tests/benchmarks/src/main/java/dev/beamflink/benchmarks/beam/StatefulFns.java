package dev.beamflink.benchmarks.beam;

import dev.beamflink.benchmarks.fork.Numbers;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Keep a total of each key, which a timer puts out. */
final class StatefulFns {

  private StatefulFns() {}

  /** A key has a timer at the next half minute, which its first element sets. */
  static final class RareTimer extends DoFn<KV<String, Long>, KV<String, Long>> {
    private static final long serialVersionUID = 1L;

    @StateId("total")
    private final StateSpec<ValueState<Long>> totalSpec = StateSpecs.value(VarLongCoder.of());

    @TimerId("end")
    private final TimerSpec endSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @ProcessElement
    public void process(
        @Element KV<String, Long> pair,
        @Timestamp Instant timestamp,
        @StateId("total") ValueState<Long> total,
        @TimerId("end") Timer end) {
      Long before = total.read();
      if (before == null) {
        end.set(Instant.ofEpochMilli(Numbers.halfMinuteAfter(timestamp.getMillis())));
      }
      total.write((before == null ? 0 : before) + pair.getValue());
    }

    @OnTimer("end")
    public void end(
        @Key String key,
        @StateId("total") ValueState<Long> total,
        OutputReceiver<KV<String, Long>> out) {
      putOut(key, total, out);
    }
  }

  /** Each element of a key moves its timer to half a minute later. */
  static final class TimerWithEveryElement extends DoFn<KV<String, Long>, KV<String, Long>> {
    private static final long serialVersionUID = 1L;

    @StateId("total")
    private final StateSpec<ValueState<Long>> totalSpec = StateSpecs.value(VarLongCoder.of());

    @TimerId("end")
    private final TimerSpec endSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @ProcessElement
    public void process(
        @Element KV<String, Long> pair,
        @Timestamp Instant timestamp,
        @StateId("total") ValueState<Long> total,
        @TimerId("end") Timer end) {
      Long before = total.read();
      total.write((before == null ? 0 : before) + pair.getValue());
      end.set(Instant.ofEpochMilli(timestamp.getMillis() + Numbers.HALF_MINUTE));
    }

    @OnTimer("end")
    public void end(
        @Key String key,
        @StateId("total") ValueState<Long> total,
        OutputReceiver<KV<String, Long>> out) {
      putOut(key, total, out);
    }
  }

  /** Counts the elements of a key, and puts each one out. */
  static final class CountEach extends DoFn<KV<String, Long>, KV<String, Long>> {
    private static final long serialVersionUID = 1L;

    @StateId("count")
    private final StateSpec<ValueState<Long>> countSpec = StateSpecs.value(VarLongCoder.of());

    @ProcessElement
    public void process(
        @Element KV<String, Long> pair,
        @StateId("count") ValueState<Long> count,
        OutputReceiver<KV<String, Long>> out) {
      Long before = count.read();
      count.write((before == null ? 0 : before) + 1);
      out.output(pair);
    }
  }

  private static void putOut(
      String key, ValueState<Long> total, DoFn.OutputReceiver<KV<String, Long>> out) {
    @Nullable Long value = total.read();
    if (value != null) {
      out.output(KV.of(key, value));
      total.clear();
    }
  }
}
