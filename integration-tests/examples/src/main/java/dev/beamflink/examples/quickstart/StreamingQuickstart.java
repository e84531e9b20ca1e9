package dev.beamflink.examples.quickstart;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.Validation.Required;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Top;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;

/**
 * Counts words that never end, per window, and prints each window's most frequent words when it
 * fires. Ends when the process is told to (Ctrl-C): the job is cancelled first.
 */
public final class StreamingQuickstart {

  private static final int TOP = 5;

  /** Where the words come from and how fast, and the windows. */
  public interface Options extends PipelineOptions {
    @Description("Text files whose words come again and again: paths or patterns.")
    @Required
    List<String> getInput();

    void setInput(List<String> input);

    @Description("Words per second.")
    @Default.Long(2_000)
    long getRate();

    void setRate(long wordsPerSecond);

    @Description("Length of a window in seconds.")
    @Default.Long(5)
    long getWindowSeconds();

    void setWindowSeconds(long seconds);
  }

  public static void main(String[] arguments) {
    Options options = PipelineOptionsFactory.fromArgs(arguments).withValidation().as(Options.class);
    PrintStream terminal = System.out;
    terminal.printf(
        "%,d words per second, counted in windows of %d s. Ctrl-C ends it.%n",
        options.getRate(), options.getWindowSeconds());
    PipelineResult result = pipeline(options).run();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> cancel(result, terminal), "cancel"));
    result.waitUntilFinish();
  }

  static Pipeline pipeline(Options options) {
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply(
            "Numbers",
            GenerateSequence.from(0).withRate(options.getRate(), Duration.standardSeconds(1)))
        .apply("Words", ParDo.of(new WordsOfText(options.getInput())))
        .apply(
            "Windows",
            Window.into(FixedWindows.of(Duration.standardSeconds(options.getWindowSeconds()))))
        .apply("Count", Count.perElement())
        .apply("Top", Top.of(TOP, new KV.OrderByValue<String, Long>()).withoutDefaults())
        .apply("Print", ParDo.of(new PrintWindow()));
    return pipeline;
  }

  private static void cancel(PipelineResult result, PrintStream terminal) {
    if (result.getState().isTerminal()) {
      return;
    }
    try {
      result.cancel();
      result.waitUntilFinish();
      terminal.println("Stopped.");
    } catch (IOException e) {
      terminal.println("The job could not be cancelled: " + e.getMessage());
    }
  }

  private StreamingQuickstart() {}
}
