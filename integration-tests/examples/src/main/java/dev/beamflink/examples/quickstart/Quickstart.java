package dev.beamflink.examples.quickstart;

import dev.beamflink.examples.ExtractWords;
import dev.beamflink.examples.WordCount;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * Runs {@link WordCount} and tells on the terminal how it goes and what comes out. Takes the
 * options of {@link WordCount}; the pipeline is the one that runs anywhere else.
 */
public final class Quickstart {

  private static final int TOP = 10;

  private final WordCount.Options options;
  private final PrintStream terminal;

  private Quickstart(WordCount.Options options, PrintStream terminal) {
    this.options = options;
    this.terminal = terminal;
  }

  public static void main(String[] arguments) throws IOException {
    WordCount.Options options =
        PipelineOptionsFactory.fromArgs(arguments).withValidation().as(WordCount.Options.class);
    new Quickstart(options, System.out).run();
  }

  private void run() throws IOException {
    long start = System.nanoTime();
    PipelineResult result = WordCount.pipeline(options).run();
    CounterReading words = new CounterReading(result, ExtractWords.WORDS);
    new Progress(result, words, start, terminal).showUntilFinish();
    double seconds = (System.nanoTime() - start) / 1e9;

    terminal.printf(
        "Counted %,d words in %.1f s, start of Flink included: %,.0f words per second%n",
        words.read(), seconds, words.read() / seconds);
    show(CountFiles.startingWith(Path.of(options.getOutput())));
  }

  private void show(CountFiles counts) throws IOException {
    terminal.printf("%nThe top %d words%n", TOP);
    counts
        .mostFrequent(TOP)
        .forEach(word -> terminal.printf("  %,10d  %s%n", word.count(), word.word()));
    terminal.printf("%nThe counts of all words%n");
    counts.files().forEach(file -> terminal.println("  " + file));
  }
}
