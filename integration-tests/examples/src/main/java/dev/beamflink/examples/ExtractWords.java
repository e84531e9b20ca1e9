package dev.beamflink.examples;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;

/** Splits lines into words, which are runs of letters, and counts how many there are. */
public final class ExtractWords extends DoFn<String, String> {

  /** The counter of all words. */
  public static final MetricName WORDS = MetricName.named(ExtractWords.class, "words");

  private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}]+");

  private final Counter words = Metrics.counter(ExtractWords.class, WORDS.getName());

  @ProcessElement
  public void process(@Element String line, OutputReceiver<String> out) {
    words(line)
        .forEach(
            word -> {
              words.inc();
              out.output(word);
            });
  }

  /** The words of a line, in order. */
  public static Stream<String> words(String line) {
    return NO_LETTERS.splitAsStream(line).filter(word -> !word.isEmpty());
  }
}
