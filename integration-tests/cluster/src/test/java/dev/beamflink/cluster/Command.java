package dev.beamflink.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An external program. */
public final class Command {
  private final Path program;
  private final Map<String, String> environment;

  /**
   * @param environment variables on top of those of this process
   */
  public Command(Path program, Map<String, String> environment) {
    this.program = program;
    this.environment = environment;
  }

  /** Runs the program and returns how it ended. Fails if it has not ended after two minutes. */
  public CommandResult run(List<String> arguments) {
    return run(arguments, RunningCommand.TIME_LIMIT);
  }

  /** As {@link #run(List)} with another limit. */
  public CommandResult run(List<String> arguments, Duration limit) {
    try (RunningCommand command = start(arguments)) {
      return command.result(limit);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run " + program, e);
    }
  }

  /** Starts the program. The caller closes it. */
  public RunningCommand start(List<String> arguments) throws IOException {
    List<String> line = new ArrayList<>(List.of(program.toString()));
    line.addAll(arguments);
    return new RunningCommand(line, environment);
  }
}
