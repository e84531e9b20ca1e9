package dev.beamflink.benchmarks.parts;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.joda.time.Instant;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** An element that sets the event-time timer of its key, and that timer's firing. */
@State(Scope.Thread)
public class TimerSetAndFire {

  /** When the timers of this call are due. */
  private static long dueMillis;

  private static long fired;

  @Param public Backend backend;

  private final StreamRecord<Object>[] elements = Elements.keyedNumbers();
  private TranslatedOperator operator;

  @Setup
  public void open() throws Exception {
    dueMillis = Elements.COUNT;
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(Impulse.create())
        .apply("Pairs", ParDo.of(new Elements.Pairs()))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), Elements.LONG))
        .apply("Timer", ParDo.of(new SetTimer()));
    operator = TranslatedOperator.open(pipeline, "Timer/ParMultiDo(SetTimer)", backend);
  }

  @Benchmark
  @OperationsPerInvocation(Elements.COUNT)
  public int timer() throws Exception {
    fired = 0;
    dueMillis += 1;
    for (StreamRecord<Object> element : elements) {
      operator.process(element);
    }
    operator.watermark(dueMillis);
    if (fired != Elements.COUNT) {
      throw new IllegalStateException(fired + " timers have fired");
    }
    return operator.takeOutput();
  }

  @TearDown
  public void close() throws Exception {
    operator.close();
  }

  private static final class SetTimer extends DoFn<KV<String, Long>, Void> {

    @TimerId("due")
    private final TimerSpec dueSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @ProcessElement
    public void process(@TimerId("due") Timer due) {
      due.set(new Instant(dueMillis));
    }

    @OnTimer("due")
    public void due() {
      fired++;
    }
  }
}
