package dev.beamflink.portable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * {@code scripts/portable-tests python --quick}: tests of the stock Python SDK, on the job server's
 * jar.
 */
class PythonQuickITCase {
  private static final Path ROOT = Path.of(System.getProperty("portable.root"));
  private static final Path LOG = Path.of(System.getProperty("portable.log"));
  private static final Path RESULTS = ROOT.resolve("target/portable/python-quick.xml");

  /** The script's exit code where there is no Python, or no package index. */
  private static final int LACKING = 3;

  /** Installing the SDK may wait for a slow package index. */
  private static final long LIMIT_MINUTES = 40;

  private static final int FEWEST = 40;
  private static final int LAST_LINES = 80;

  @Test
  void pipelinesOfTheSdkRun() throws Exception {
    Files.deleteIfExists(RESULTS);
    int exitCode = runScript();
    List<String> skips = lines().stream().filter(line -> line.startsWith("SKIPPED: ")).toList();
    boolean lacking = exitCode == LACKING && !skips.isEmpty();
    if (lacking) {
      skips.forEach(System.out::println); // to the build's log as they are: .ci/run fails at them
    }
    assumeFalse(lacking, "No Python, or no package index");
    assertEquals(0, exitCode, () -> "See " + LOG + ", which ends with:\n" + lastLines());
    PytestResults results = PytestResults.read(RESULTS);
    System.out.println("Python SDK, quick part: " + results);
    assertTrue(results.passed() >= FEWEST, results::toString);
    assertEquals(0, results.failed(), results::toString);
  }

  private static int runScript() throws Exception {
    Files.createDirectories(LOG.getParent());
    ProcessBuilder builder =
        new ProcessBuilder(
                ROOT.resolve("scripts/portable-tests").toString(),
                "python",
                "--quick",
                "--no-build")
            .redirectErrorStream(true)
            .redirectOutput(LOG.toFile());
    // The job server runs on the Java of this build
    builder
        .environment()
        .merge(
            "PATH",
            Path.of(System.getProperty("java.home"), "bin").toString(),
            (path, java) -> java + File.pathSeparator + path);
    Process process = builder.start();
    try {
      assertTrue(
          process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES),
          () -> "No end within " + LIMIT_MINUTES + " minutes:\n" + lastLines());
      return process.exitValue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static String lastLines() {
    List<String> lines = lines();
    return lines.stream()
        .skip(Math.max(0, lines.size() - LAST_LINES))
        .collect(Collectors.joining("\n"));
  }

  private static List<String> lines() {
    try {
      // Whatever the encoding of it is
      return new String(Files.readAllBytes(LOG), UTF_8).lines().toList();
    } catch (IOException e) {
      throw new AssertionError("The script's output can't be read", e);
    }
  }
}
