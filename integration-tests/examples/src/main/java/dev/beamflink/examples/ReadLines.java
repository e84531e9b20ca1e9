package dev.beamflink.examples;

import java.util.List;
import org.apache.beam.sdk.io.FileIO;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * The lines of all files that match one of the patterns. One transform, however many files: unlike
 * a {@code TextIO.read()} for each, it keeps the job graph small.
 */
final class ReadLines extends PTransform<PBegin, PCollection<String>> {

  private final List<String> patterns;

  /**
   * @param patterns a path among them has to exist; a pattern with wildcards may match nothing
   */
  ReadLines(List<String> patterns) {
    this.patterns = List.copyOf(patterns);
  }

  @Override
  public PCollection<String> expand(PBegin begin) {
    return begin
        .apply(Create.of(patterns))
        .apply(FileIO.matchAll())
        .apply(FileIO.readMatches())
        .apply(TextIO.readFiles());
  }
}
