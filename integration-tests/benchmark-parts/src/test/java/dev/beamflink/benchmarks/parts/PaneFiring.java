package dev.beamflink.benchmarks.parts;

import dev.beamflink.translation.runtime.element.EncodedKey;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The first element of a key in a window, and the pane that it makes when the window ends. Time
 * goes on, so the bytes of the elements, about 100 each, are in the figure.
 */
@State(Scope.Thread)
public class PaneFiring {

  private static final Duration WINDOW = Duration.standardSeconds(10);

  @Param public Backend backend;

  private final EncodedKey[] keys = Elements.keys();
  private TranslatedOperator operator;
  private IntervalWindow window = new IntervalWindow(new Instant(0), WINDOW);

  @Setup
  public void open() throws Exception {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(Impulse.create())
        .apply("Pairs", ParDo.of(new Elements.Pairs()))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), Elements.LONG))
        .apply("Windows", Window.into(FixedWindows.of(WINDOW)))
        .apply("Group", GroupByKey.create());
    operator = TranslatedOperator.open(pipeline, "Group", backend);
  }

  @Benchmark
  @OperationsPerInvocation(Elements.COUNT)
  public int pane() throws Exception {
    window = new IntervalWindow(window.end(), WINDOW);
    for (EncodedKey key : keys) {
      operator.process(Elements.keyedNumber(key, window.start(), window));
    }
    operator.watermark(window.end().getMillis());
    int output = operator.takeOutput();
    if (output < Elements.COUNT) {
      throw new IllegalStateException(output + " panes have come out");
    }
    return output;
  }

  @TearDown
  public void close() throws Exception {
    operator.close();
  }
}
