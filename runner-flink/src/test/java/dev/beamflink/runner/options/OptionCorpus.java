package dev.beamflink.runner.options;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Reads a file of options and the messages that they are refused with. */
public final class OptionCorpus {

  /**
   * Options that belong together.
   *
   * @param arguments as on a command line
   * @param messages all that a user is told, none if the options are accepted
   */
  public record Case(List<String> arguments, List<String> messages) {

    @Override
    public String toString() {
      return String.join(" ", arguments);
    }
  }

  private OptionCorpus() {}

  /** Cases are separated by empty lines; messages are indented. */
  public static Stream<Case> read(String file) {
    List<Case> cases = new ArrayList<>();
    for (String block : text(file).split("\n{2,}", -1)) {
      List<String> lines =
          block.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
      if (!lines.isEmpty()) {
        cases.add(
            new Case(
                lines.stream().filter(line -> !line.startsWith(" ")).toList(),
                lines.stream().filter(line -> line.startsWith(" ")).map(String::strip).toList()));
      }
    }
    return cases.stream();
  }

  private static String text(String file) {
    try (InputStream stream =
        Objects.requireNonNull(OptionCorpus.class.getResourceAsStream("/options/" + file), file)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(file + " can't be read", e);
    }
  }
}
