package dev.beamflink.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A process of an external program. Its output goes through a file, so that a process which it
 * leaves behind cannot keep the test waiting for the end of a pipe. Closing ends it and all that it
 * has started.
 */
public final class RunningCommand implements AutoCloseable {
  static final Duration TIME_LIMIT = Duration.ofMinutes(2);

  private final List<String> line;
  private final Path output;
  private final Process process;

  public RunningCommand(List<String> line, Map<String, String> environment) throws IOException {
    this.line = line;
    this.output = Files.createTempFile("command", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    this.process = builder.start();
  }

  /** Returns when some output matches; fails if there is none within a minute. */
  public void awaitOutput(Pattern pattern) throws Exception {
    Await.until("%s printed '%s'".formatted(line, pattern), () -> pattern.matcher(output()).find());
  }

  /** Asks the process to end, as {@code kill} does. */
  public void terminate() {
    process.destroy();
  }

  /** Waits for the end. Fails if it has not come after two minutes. */
  public CommandResult result() {
    return result(TIME_LIMIT);
  }

  /** As {@link #result()} with another limit. */
  public CommandResult result(Duration limit) {
    try {
      if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError(
            "%s did not end within %s. So far it printed:%n%s".formatted(line, limit, output()));
      }
      return new CommandResult(line, process.exitValue(), output());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for " + line, e);
    }
  }

  private String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the output of " + line, e);
    }
  }

  @Override
  public void close() throws IOException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    Files.delete(output);
  }
}
