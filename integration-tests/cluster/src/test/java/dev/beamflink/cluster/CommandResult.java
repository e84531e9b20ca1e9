package dev.beamflink.cluster;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a command ended.
 *
 * @param line the program and its arguments
 * @param exitCode 0 for success
 * @param output standard output and standard error, in the order written
 */
public record CommandResult(List<String> line, int exitCode, String output) {

  /** Returns this result, or fails with all output if the command did not succeed. */
  public CommandResult succeeded() {
    if (exitCode != 0) {
      throw new AssertionError("%s ended with %d:%n%s".formatted(line, exitCode, output));
    }
    return this;
  }

  /**
   * Returns the first group of the pattern's first match in the output, or fails with all output.
   */
  public String extract(Pattern pattern) {
    Matcher matcher = pattern.matcher(output);
    if (!matcher.find()) {
      throw new AssertionError("%s did not print '%s' but:%n%s".formatted(line, pattern, output));
    }
    return matcher.group(1);
  }
}
