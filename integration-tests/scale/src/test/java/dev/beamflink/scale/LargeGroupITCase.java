package dev.beamflink.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Groups that are larger than the heap, 120 and 160 MB; {@code scripts/large-groups} has much
 * larger ones.
 */
class LargeGroupITCase {

  private static final String HEAP = "-Xmx96m";

  @TempDir Path directory;

  @Test
  void groupInBatch() throws Exception {
    run("GROUP", "1200000", "100");
  }

  @Test
  void groupInStreamingOnRocksDb() throws Exception {
    run("GROUP", "4000", "40000", "--streaming=true", "--stateBackend=rocksdb");
  }

  private void run(String shape, String count, String bytes, String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(HEAP);
    command.add("-XX:MaxDirectMemorySize=256m"); // for Flink's network buffers
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("@" + Path.of("../flink-home/src/home/conf/java-options").toRealPath());
    command.add("-Djava.io.tmpdir=" + directory);
    command.add("-cp");
    command.add(classPath());
    command.add(LargeGroup.class.getName());
    command.addAll(List.of(shape, count, bytes));
    command.addAll(List.of("--runner=FlinkRunner", "--flinkMaster=[local]", "--parallelism=2"));
    command.addAll(List.of(options));
    Path log = directory.resolve("log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertTrue(process.waitFor(5, TimeUnit.MINUTES), () -> "not done:\n" + end(log));
      assertEquals(0, process.exitValue(), () -> end(log));
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String end(Path log) {
    try {
      String text = Files.readString(log);
      return text.substring(Math.max(0, text.length() - 4_000));
    } catch (IOException e) {
      return "no log: " + e;
    }
  }
}
