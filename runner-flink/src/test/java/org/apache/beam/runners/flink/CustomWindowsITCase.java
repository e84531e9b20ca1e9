package org.apache.beam.runners.flink;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.NonMergingWindowFn;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.transforms.windowing.WindowMappingFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows that are no interval, with a coder of their own, in both modes. */
class CustomWindowsITCase {

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void windowsOfUsersClassGroup(boolean streaming) {
    Pipeline pipeline =
        Pipeline.create(
            PipelineOptionsFactory.fromArgs(
                    "--runner=TestFlinkRunner", "--parallelism=2", "--streaming=" + streaming)
                .create());
    PCollection<String> sums =
        pipeline
            .apply(
                Create.timestamped(
                    TimestampedValue.of(KV.of("a", 1), new Instant(1)),
                    TimestampedValue.of(KV.of("a", 2), new Instant(2)),
                    TimestampedValue.of(KV.of("a", 3), new Instant(3)),
                    TimestampedValue.of(KV.of("b", 4), new Instant(2)),
                    TimestampedValue.of(KV.of("a", 5), new Instant(9))))
            .apply(Window.into(new OctaveWindows()))
            .apply(Sum.integersPerKey())
            .apply(ParDo.of(new WithOctave()));

    PAssert.that(sums).containsInAnyOrder("a: 1 in 0", "a: 5 in 1", "b: 4 in 1", "a: 5 in 3");
    pipeline.run();
  }

  private static final class WithOctave extends DoFn<KV<String, Integer>, String> {
    @ProcessElement
    public void process(
        @Element KV<String, Integer> sum, BoundedWindow window, OutputReceiver<String> out) {
      out.output(
          "%s: %d in %d".formatted(sum.getKey(), sum.getValue(), ((Octave) window).exponent()));
    }
  }

  /** From 2^exponent to 2^(exponent+1) milliseconds, the end exclusive. */
  private static final class Octave extends BoundedWindow {
    private final int exponent;

    Octave(int exponent) {
      this.exponent = exponent;
    }

    int exponent() {
      return exponent;
    }

    @Override
    public Instant maxTimestamp() {
      return new Instant((2L << exponent) - 1);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Octave octave && octave.exponent == exponent;
    }

    @Override
    public int hashCode() {
      return Objects.hash(exponent);
    }
  }

  private static final class OctaveCoder extends CustomCoder<Octave> {
    @Override
    public void encode(Octave window, OutputStream out) throws IOException {
      VarIntCoder.of().encode(window.exponent(), out);
    }

    @Override
    public Octave decode(InputStream in) throws IOException {
      return new Octave(VarIntCoder.of().decode(in));
    }

    @Override
    public void verifyDeterministic() {}
  }

  private static final class OctaveWindows extends NonMergingWindowFn<Object, Octave> {
    @Override
    public Collection<Octave> assignWindows(AssignContext context) {
      return List.of(new Octave(63 - Long.numberOfLeadingZeros(context.timestamp().getMillis())));
    }

    @Override
    @SuppressWarnings("deprecation") // but abstract
    public boolean isCompatible(WindowFn<?, ?> other) {
      return other instanceof OctaveWindows;
    }

    @Override
    public Coder<Octave> windowCoder() {
      return new OctaveCoder();
    }

    @Override
    public WindowMappingFn<Octave> getDefaultWindowMappingFn() {
      throw new UnsupportedOperationException("Octaves are not for side inputs");
    }
  }
}
