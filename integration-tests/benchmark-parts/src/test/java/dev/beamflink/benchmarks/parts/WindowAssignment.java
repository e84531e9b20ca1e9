package dev.beamflink.benchmarks.parts;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Redistribute;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.SlidingWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.joda.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** An element into its windows, in a stage of that and a sink. */
@State(Scope.Thread)
public class WindowAssignment {

  /** The windows. */
  public enum Windows {
    FIXED,
    SIX_SLIDING,
    SESSIONS;

    WindowFn<Object, ?> fn() {
      return switch (this) {
        case FIXED -> FixedWindows.of(Duration.standardSeconds(10));
        case SIX_SLIDING ->
            SlidingWindows.of(Duration.standardSeconds(60)).every(Duration.standardSeconds(10));
        case SESSIONS -> Sessions.withGapDuration(Duration.standardSeconds(10));
      };
    }
  }

  @Param public Windows windows;

  private final StreamRecord<Object>[] elements = Elements.numbers();
  private TranslatedOperator operator;

  @Setup
  public void open() throws Exception {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(Impulse.create())
        .apply("Numbers", ParDo.of(new Elements.Numbers()))
        .apply("Exchange", Redistribute.arbitrarily())
        .apply("Root", ParDo.of(new Elements.Forward<>()))
        .setCoder(Elements.LONG)
        .apply("Windows", Window.into(windows.fn()))
        .apply("Sink", ParDo.of(new Elements.Sink<>()));
    operator = TranslatedOperator.open(pipeline, "Root/ParMultiDo(Forward)", Backend.HEAP);
  }

  @Benchmark
  @OperationsPerInvocation(Elements.COUNT)
  public void element() throws Exception {
    for (StreamRecord<Object> element : elements) {
      operator.process(element);
    }
  }

  @TearDown
  public void close() throws Exception {
    operator.close();
  }
}
