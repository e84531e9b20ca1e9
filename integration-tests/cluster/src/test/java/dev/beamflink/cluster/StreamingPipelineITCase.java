package dev.beamflink.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Beam pipeline that never ends, under the commands of an operator: savepoint, cancel, stop,
 * resume. Its output tells what was lost and what came twice: a file for each minute of event time,
 * whose lines are known.
 */
class StreamingPipelineITCase {
  private static final String MAIN_CLASS = "dev.beamflink.examples.StatefulDeduplication";
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int EVENTS_PER_MINUTE = 600;

  /** Of event time: three a second. */
  private static final int MINUTES_PER_RUN = 3;

  @TempDir Path output;

  private final LocalCluster cluster = SharedCluster.get();
  private final FlinkCommand flink = SharedCluster.flink();

  @Test
  void nothingIsLostAndNothingComesTwice() throws Exception {
    // Those that resume take it from the savepoint: Flink refuses to change it.
    String first =
        flink.runDetached(TestSettings.EXAMPLES_JAR, MAIN_CLASS, options("--maxParallelism=96"));
    awaitMoreMinutes();
    String savepoint = flink.savepoint(first);
    awaitMoreMinutes();
    flink.cancel(first);
    cluster.awaitStatus(first, "CANCELED");

    String second = flink.resume(savepoint, TestSettings.EXAMPLES_JAR, MAIN_CLASS, options());
    awaitMoreMinutes();
    String lastState = flink.stop(second);
    cluster.awaitStatus(second, "FINISHED");

    String third = flink.resume(lastState, TestSettings.EXAMPLES_JAR, MAIN_CLASS, options());
    awaitMoreMinutes();
    assertFalse(flink.list().contains(second));
    flink.cancel(third);
    cluster.awaitStatus(third, "CANCELED");

    minutes()
        .forEach(
            (minute, lines) ->
                assertEquals(
                    ExampleOutput.orders(
                        minute * EVENTS_PER_MINUTE, (minute + 1) * EVENTS_PER_MINUTE),
                    lines,
                    () -> "minute " + minute));
  }

  private String[] options(String... more) {
    return Stream.concat(
            Stream.of(
                "--runner=FlinkRunner",
                "--parallelism=2",
                "--rate=1800",
                "--output=" + output.resolve("orders")),
            Stream.of(more))
        .toArray(String[]::new);
  }

  /** Waits until all of some minutes behind the present last one have been written. */
  private void awaitMoreMinutes() throws Exception {
    long last = minutes().keySet().stream().mapToLong(Long::longValue).max().orElse(-1);
    List<Long> next =
        Stream.iterate(0L, minute -> minute + 1).limit(last + 1 + MINUTES_PER_RUN).toList();
    Await.until("the job wrote minutes " + next, () -> minutes().keySet().containsAll(next));
  }

  /** The lines of each minute's file. A file gets its name when it is complete. */
  private Map<Long, List<String>> minutes() throws IOException {
    Map<Long, List<String>> minutes = new TreeMap<>();
    try (Stream<Path> files = Files.list(output)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".txt")).toList()) {
        minutes.put(minute(file), ExampleOutput.lines(Stream.of(file)));
      }
    }
    return minutes;
  }

  /** The minute is in the name: {@code orders-<start>-<end>-...}. */
  private static long minute(Path file) {
    String start = file.getFileName().toString().split("-(?=2026)")[1];
    return Duration.between(START, Instant.parse(start)).toMinutes();
  }
}
