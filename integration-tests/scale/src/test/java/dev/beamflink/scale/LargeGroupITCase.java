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
 * Groups that are larger than the heap, 100 to 160 MB; {@code scripts/large-groups} has much larger
 * ones. What crosses an exchange must fit into memory.
 */
class LargeGroupITCase {

  private static final String HEAP = "-Xmx96m";
  private static final String HEAP_FOR_AN_EXCHANGE = "-Xmx256m";
  private static final String[] BATCH = {};
  private static final String[] STREAMING = {"--streaming=true", "--stateBackend=rocksdb"};

  @TempDir Path directory;

  @Test
  void groupInBatch() throws Exception {
    run(HEAP, "GROUP", "1200000", "100", BATCH);
  }

  @Test
  void groupInStreamingOnRocksDb() throws Exception {
    run(HEAP, "GROUP", "4000", "40000", STREAMING);
  }

  @Test
  void keptGroupInBatch() throws Exception {
    run(HEAP, "KEEP", "2500", "40000", BATCH);
  }

  @Test
  void keptGroupInStreamingOnRocksDb() throws Exception {
    run(HEAP, "KEEP", "2500", "40000", STREAMING);
  }

  @Test
  void joinInBatch() throws Exception {
    run(HEAP, "JOIN", "100000", "1000", BATCH);
  }

  @Test
  void joinInStreamingOnRocksDb() throws Exception {
    run(HEAP, "JOIN", "100000", "1000", STREAMING);
  }

  @Test
  void bagInStreamingOnRocksDb() throws Exception {
    run(HEAP, "BAG", "2500", "40000", STREAMING);
  }

  @Test
  void groupAcrossAnExchangeInBatch() throws Exception {
    run(HEAP_FOR_AN_EXCHANGE, "EXCHANGE", "30000", "1000", BATCH);
  }

  @Test
  void groupAcrossAnExchangeInStreamingOnRocksDb() throws Exception {
    run(HEAP_FOR_AN_EXCHANGE, "EXCHANGE", "30000", "1000", STREAMING);
  }

  private void run(String heap, String shape, String count, String bytes, String... options)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(heap);
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
