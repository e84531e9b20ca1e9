package dev.beamflink.examples;

import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.joda.time.Duration;

/** Writes a stream of lines as one text file per minute of event time. */
final class WriteMinutes extends PTransform<PCollection<String>, PDone> {

  private final String output;

  /**
   * @param output what the paths of the files begin with
   */
  WriteMinutes(String output) {
    this.output = output;
  }

  @Override
  public PDone expand(PCollection<String> lines) {
    return lines
        .apply(Window.into(FixedWindows.of(Duration.standardMinutes(1))))
        .apply(
            TextIO.write()
                .to(output + "-")
                .withSuffix(".txt")
                .withWindowedWrites()
                .withNumShards(1));
  }
}
