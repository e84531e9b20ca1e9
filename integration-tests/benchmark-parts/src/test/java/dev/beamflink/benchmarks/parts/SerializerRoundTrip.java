package dev.beamflink.benchmarks.parts;

import dev.beamflink.translation.runtime.element.EdgeSerializer;
import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import java.io.IOException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** An element of KV&lt;String, Long&gt; into bytes and back, as between two tasks. */
@State(Scope.Thread)
public class SerializerRoundTrip {

  /** The windowing of the element. */
  public enum Windowing {
    GLOBAL,
    FIXED
  }

  @Param public Windowing windowing;

  private final DataOutputSerializer target = new DataOutputSerializer(1024);
  private final DataInputDeserializer source = new DataInputDeserializer();
  private EdgeSerializer<WindowedValue<KV<String, Long>>> serializer;
  private WindowedValue<KV<String, Long>> element;

  @Setup
  public void make() {
    boolean global = windowing == Windowing.GLOBAL;
    Coder<? extends BoundedWindow> windows =
        global ? GlobalWindow.Coder.INSTANCE : IntervalWindow.getCoder();
    BoundedWindow window =
        global
            ? GlobalWindow.INSTANCE
            : new IntervalWindow(new Instant(1_700_000_000_000L), Duration.standardSeconds(10));
    serializer =
        new EdgeSerializer<>(
            WindowedValueCoder.of(KvCoder.of(StringUtf8Coder.of(), Elements.LONG), windows));
    element =
        WindowedValues.of(
            KV.of("key-0001234", 123_456L),
            new Instant(1_700_000_001_234L),
            window,
            PaneInfo.NO_FIRING);
  }

  @Benchmark
  public WindowedValue<KV<String, Long>> element() throws IOException {
    target.clear();
    serializer.serialize(element, target);
    source.setBuffer(target.getSharedBuffer(), 0, target.length());
    return serializer.deserialize(source);
  }
}
