package dev.beamflink.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code scripts/flink} against one cluster. Every method runs the command once, as a user would
 * type it, and fails unless it succeeds; {@link #execute} lets the caller judge. Flink's own
 * options of {@code run} come before the jar, the program's arguments behind it.
 */
public final class FlinkCommand {
  private static final Pattern SUBMITTED = Pattern.compile("submitted with JobID ([0-9a-f]{32})");
  private static final Pattern SAVEPOINT = Pattern.compile("Savepoint completed. Path: (\\S+)");

  private final Command flink;

  public FlinkCommand(LocalCluster cluster) {
    this.flink = cluster.script("flink");
  }

  /** Submits a program, waits for the end of its job and returns what was printed. */
  public CommandResult runAttached(Path jar, String mainClass, String... arguments) {
    return execute(runLine(List.of(), jar, mainClass, arguments)).succeeded();
  }

  /** Submits a program and returns the id of its job. */
  public String runDetached(Path jar, String mainClass, String... arguments) {
    return submit(runLine(List.of("-d"), jar, mainClass, arguments));
  }

  /** Submits a program whose class path goes beyond its jar, and returns the id of its job. */
  public String runDetached(Path jar, Path classPath, String mainClass, String... arguments) {
    List<String> options = List.of("-d", "-C", classPath.toUri().toString());
    return submit(runLine(options, jar, mainClass, arguments));
  }

  /** Submits a program that starts from a savepoint, and returns the id of its job. */
  public String resume(String savepoint, Path jar, String mainClass, String... arguments) {
    return submit(runLine(List.of("-d", "-s", savepoint), jar, mainClass, arguments));
  }

  /** Returns what {@code list} prints about running and scheduled jobs. */
  public String list() {
    return execute(List.of("list")).succeeded().output();
  }

  public void cancel(String jobId) {
    execute(List.of("cancel", jobId)).succeeded();
  }

  /** Takes a savepoint of a job that runs on, and returns its path. */
  public String savepoint(String jobId) {
    return execute(List.of("savepoint", jobId)).succeeded().extract(SAVEPOINT);
  }

  /** Stops a job with a savepoint and returns its path. */
  public String stop(String jobId) {
    return execute(List.of("stop", jobId)).succeeded().extract(SAVEPOINT);
  }

  /** Runs the command with any arguments. */
  public CommandResult execute(List<String> arguments) {
    return flink.run(arguments);
  }

  private String submit(List<String> line) {
    return execute(line).succeeded().extract(SUBMITTED);
  }

  private static List<String> runLine(
      List<String> options, Path jar, String mainClass, String... arguments) {
    List<String> line = new ArrayList<>(List.of("run"));
    line.addAll(options);
    line.addAll(List.of("-c", mainClass, jar.toString()));
    line.addAll(List.of(arguments));
    return line;
  }
}
