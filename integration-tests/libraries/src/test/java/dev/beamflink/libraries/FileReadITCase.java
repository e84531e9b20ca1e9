package dev.beamflink.libraries;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPOutputStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Watch.Growth.TerminationCondition;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reads of files, also of such as come while the pipeline runs. */
class FileReadITCase {

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void compressedFilesAreRead(Mode mode) throws IOException {
    Files.writeString(directory.resolve("a.txt"), "one\ntwo\n");
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(directory.resolve("b.txt.gz")))) {
      out.write("three\nfour\n".getBytes(StandardCharsets.UTF_8));
    }
    Pipeline pipeline = mode.pipeline();
    PAssert.that(pipeline.apply(TextIO.read().from(directory + "/*")))
        .containsInAnyOrder("one", "two", "three", "four");
    Mode.run(pipeline);
  }

  /** Adds the second file when the line of the first has been read. */
  private static final class AddFile extends DoFn<String, String> {

    private final String directory;

    AddFile(Path directory) {
      this.directory = directory.toString();
    }

    @ProcessElement
    public void process(@Element String line, OutputReceiver<String> receiver) throws IOException {
      if (line.equals("first")) {
        Path hidden = Files.writeString(Path.of(directory, "hidden"), "second\n");
        Files.move(hidden, Path.of(directory, "2.txt"), StandardCopyOption.ATOMIC_MOVE);
      }
      receiver.output(line);
    }
  }

  /** Ends a watch when it has found new files twice. */
  private static final class FoundTwice implements TerminationCondition<String, Integer> {

    @Override
    public Coder<Integer> getStateCoder() {
      return VarIntCoder.of();
    }

    @Override
    public Integer forNewInput(Instant now, @Nullable String pattern) {
      return 0;
    }

    @Override
    public Integer onSeenNewOutput(Instant now, Integer found) {
      return found + 1;
    }

    @Override
    public boolean canStopPolling(Instant now, Integer found) {
      return found == 2;
    }

    @Override
    public String toString(Integer found) {
      return "found new files " + found + " times";
    }
  }

  @Test
  void filesThatComeLaterAreRead() throws IOException {
    Files.writeString(directory.resolve("1.txt"), "first\n");
    Pipeline pipeline = Mode.STREAMING.pipeline();
    PCollection<String> lines =
        pipeline
            .apply(
                TextIO.read()
                    .from(directory + "/*.txt")
                    .watchForNewFiles(Duration.millis(50), new FoundTwice()))
            .apply(ParDo.of(new AddFile(directory)));
    PAssert.that(lines).containsInAnyOrder("first", "second");
    Mode.run(pipeline);
  }
}
