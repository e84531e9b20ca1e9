package dev.beamflink.examples;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.Validation;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithTimestamps;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Counts the words of text files per window of event time, and writes a file for each window. Text
 * has no time, so every line gets one within an hour that depends on nothing but its content.
 */
public final class WindowedWordCount {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration SPAN = Duration.standardHours(1);

  /** The options of {@link WordCount} and the windows. */
  public interface Options extends WordCount.Options {
    @Description("Length of a window in minutes.")
    @Default.Integer(10)
    @Validation.Required
    Integer getWindowMinutes();

    void setWindowMinutes(Integer minutes);
  }

  public static void main(String[] arguments) {
    Options options = PipelineOptionsFactory.fromArgs(arguments).withValidation().as(Options.class);
    pipeline(options).run().waitUntilFinish();
  }

  static Pipeline pipeline(Options options) {
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply("Read", new ReadLines(options.getInput()))
        .apply("Timestamps", WithTimestamps.of(WindowedWordCount::timestamp))
        .apply("Count", new CountWords(Duration.standardMinutes(options.getWindowMinutes())))
        .apply(
            "Format",
            MapElements.into(TypeDescriptors.strings())
                .via(count -> count.getKey() + ": " + count.getValue()))
        .apply(
            "Write",
            TextIO.write()
                .to(options.getOutput() + "-")
                .withSuffix(".txt")
                .withWindowedWrites()
                .withNumShards(1));
    return pipeline;
  }

  private static Instant timestamp(String line) {
    return START.plus(Duration.millis(Math.floorMod(line.hashCode(), SPAN.getMillis())));
  }

  /** Lines to the number of times that each word is in the lines of a window. */
  static final class CountWords
      extends PTransform<PCollection<String>, PCollection<KV<String, Long>>> {

    private final Duration window;

    CountWords(Duration window) {
      this.window = window;
    }

    @Override
    public PCollection<KV<String, Long>> expand(PCollection<String> lines) {
      return lines
          .apply(Window.into(FixedWindows.of(window)))
          .apply(ParDo.of(new ExtractWords()))
          .apply(Count.perElement());
    }
  }

  private WindowedWordCount() {}
}
