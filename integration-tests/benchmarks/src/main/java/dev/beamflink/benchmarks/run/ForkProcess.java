package dev.beamflink.benchmarks.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beamflink.benchmarks.fork.ForkPlan;
import dev.beamflink.benchmarks.fork.ForkResult;
import dev.beamflink.benchmarks.fork.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a fork in a JVM of its own. */
final class ForkProcess {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Beyond which a fork hangs. */
  private static final long MINUTES = 15;

  /** That of the largest workload. */
  private static final long MANY_MINUTES = 120;

  private final Path javaOptions;
  private final Map<Subject, String> classPaths;
  private final List<String> moreJavaOptions;

  /**
   * @param javaOptions an argument file with what Flink needs
   * @param classPaths of the subjects
   * @param moreJavaOptions those that a user has asked for, such as to record a profile
   */
  ForkProcess(Path javaOptions, Map<Subject, String> classPaths, List<String> moreJavaOptions) {
    this.javaOptions = javaOptions;
    this.classPaths = classPaths;
    this.moreJavaOptions = moreJavaOptions;
  }

  /**
   * Runs it to its end.
   *
   * @param directory for its files; what it prints goes to {@code log} there
   * @throws IOException if it fails or takes too long; says where the log is
   */
  ForkResult run(Subject subject, ForkPlan plan, Path directory)
      throws IOException, InterruptedException {
    Files.createDirectories(directory);
    Path file = directory.resolve("result.json");
    Files.deleteIfExists(file);
    Path log = directory.resolve("log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    int heap = plan.workload().heapMegabytes();
    command.addAll(List.of("-Xms" + heap + "m", "-Xmx" + heap + "m"));
    command.addAll(List.of("-XX:+UseG1GC", "-XX:+ExitOnOutOfMemoryError"));
    command.add("@" + javaOptions);
    command.addAll(moreJavaOptions);
    command.addAll(List.of("-cp", classPaths.get(subject), subject.main().getName()));
    command.addAll(List.of(JSON.writeValueAsString(plan), file.toString()));
    command.addAll(subject.options(plan));
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      long minutes = plan.workload() == Workload.BATCH_GROUP_TEN_GIGABYTES ? MANY_MINUTES : MINUTES;
      if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
        throw new IOException("Not done after " + minutes + " minutes; its log is " + log);
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    if (!Files.exists(file)) {
      throw new IOException(
          "Ended with " + process.exitValue() + " and no result; its log is " + log);
    }
    return JSON.readValue(file.toFile(), ForkResult.class);
  }
}
