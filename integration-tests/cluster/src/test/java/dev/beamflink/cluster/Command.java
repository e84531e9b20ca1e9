package dev.beamflink.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * An external program, run to its end. Its output goes through a file, so that a process which it
 * leaves behind cannot keep the test waiting for the end of a pipe.
 */
final class Command {
  private static final Duration TIME_LIMIT = Duration.ofMinutes(2);

  private final List<String> line = new ArrayList<>();
  private final Map<String, String> environment;

  Command(Path program, Map<String, String> environment) {
    line.add(program.toString());
    this.environment = environment;
  }

  /** Runs the program and returns how it ended. Fails if it has not ended after two minutes. */
  CommandResult run(List<String> arguments) {
    List<String> whole = new ArrayList<>(line);
    whole.addAll(arguments);
    try {
      Path output = Files.createTempFile("command", ".out");
      try {
        return new CommandResult(whole, exitCode(whole, output), Files.readString(output));
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run " + whole, e);
    }
  }

  private int exitCode(List<String> whole, Path output) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(whole).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      if (!process.waitFor(TIME_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError(
            "%s did not end within %s. So far it printed:%n%s"
                .formatted(whole, TIME_LIMIT, Files.readString(output)));
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for " + whole, e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
