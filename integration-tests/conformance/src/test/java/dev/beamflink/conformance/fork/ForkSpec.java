package dev.beamflink.conformance.fork;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How forks of a run are started.
 *
 * @param directory working directory of the JVMs; their logs and temporary files stay below it
 * @param jvmOptions for instance {@code -Xmx2g}
 * @param classPath of the suite, the runner under test and this module
 */
public record ForkSpec(Path directory, List<String> jvmOptions, String classPath) {

  public ForkSpec {
    jvmOptions = List.copyOf(jvmOptions);
  }

  /** A fork with the class path of this JVM. */
  public static ForkSpec withOwnClassPath(Path directory, List<String> jvmOptions) {
    // Forks work in another directory.
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));
    return new ForkSpec(directory, jvmOptions, classPath);
  }

  Path temporaryDirectory() {
    return directory.resolve("tmp");
  }

  List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.add("-Djava.io.tmpdir=" + temporaryDirectory());
    command.add("-Dfile.encoding=UTF-8");
    // Names of parameterized tests contain formatted numbers.
    command.add("-Duser.language=en");
    command.add("-XX:ErrorFile=" + directory.resolve("crash-%p.log"));
    command.add("-cp");
    command.add(classPath);
    command.add(SuiteFork.class.getName());
    return command;
  }
}
