package dev.beamflink.examples.quickstart;

import dev.beamflink.examples.ExtractWords;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.transforms.DoFn;

/** Turns numbers into the words of a text, which begins again when it is over. */
final class WordsOfText extends DoFn<Long, String> {

  /** More would tell nothing new and take memory in every task. */
  private static final int MAX_WORDS = 100_000;

  private final List<String> patterns;
  private transient List<String> words = List.of();

  /**
   * @param patterns files with the text; what they match is read until there is enough
   */
  WordsOfText(List<String> patterns) {
    this.patterns = List.copyOf(patterns);
  }

  @Setup
  public void readText() throws IOException {
    words = new ArrayList<>();
    for (MatchResult match : FileSystems.match(patterns, EmptyMatchTreatment.DISALLOW)) {
      for (MatchResult.Metadata file : match.metadata()) {
        read(file);
      }
    }
    if (words.isEmpty()) {
      throw new IllegalArgumentException("There is no word in the text of " + patterns);
    }
  }

  private void read(MatchResult.Metadata file) throws IOException {
    if (words.size() >= MAX_WORDS) {
      return;
    }
    try (BufferedReader reader =
        new BufferedReader(
            Channels.newReader(FileSystems.open(file.resourceId()), StandardCharsets.UTF_8))) {
      reader.lines().flatMap(ExtractWords::words).forEach(words::add);
    }
  }

  @ProcessElement
  public void process(@Element Long number, OutputReceiver<String> out) {
    out.output(words.get((int) (number % words.size())));
  }
}
