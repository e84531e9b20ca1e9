package dev.beamflink.cluster;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A program that runs Flink within its own JVM: its jar beside the libraries of the Flink home. */
public final class EmbeddedFlink {
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  /** Runs the program to its end. */
  static CommandResult run(Path jar, String mainClass, String... arguments) {
    return run(List.of(jar), mainClass, arguments);
  }

  /** Runs a program of several jars to its end. Fails if it has not ended after two minutes. */
  static CommandResult run(List<Path> jars, String mainClass, String... arguments) {
    return run(RunningCommand.TIME_LIMIT, jars, mainClass, List.of(arguments));
  }

  /** As {@link #run(List, String, String...)} with another limit. */
  public static CommandResult run(
      Duration limit, List<Path> jars, String mainClass, List<String> arguments) {
    List<String> classPath =
        new ArrayList<>(List.of(TestSettings.FLINK_HOME.resolve("lib") + "/*"));
    jars.forEach(jar -> classPath.add(jar.toString()));
    List<String> line =
        new ArrayList<>(
            List.of(
                "@" + TestSettings.FLINK_HOME.resolve("conf/java-options"),
                "-cp",
                String.join(File.pathSeparator, classPath),
                mainClass));
    line.addAll(arguments);
    return new Command(JAVA, Map.of()).run(line, limit);
  }

  private EmbeddedFlink() {}
}
