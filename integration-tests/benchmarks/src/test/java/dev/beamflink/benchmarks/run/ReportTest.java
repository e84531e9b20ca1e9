package dev.beamflink.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares a report in all its forms with files; {@code -Dgolden.update=true} writes them anew. */
class ReportTest {

  private static final Path GOLDEN = Path.of("src/test/resources/report");

  private static final Report REPORT =
      new Report(
          "0123456789abcdef",
          List.of(
              new Row(
                  "pardo-kv",
                  "source, 10 stateless ParDos, KV<String, Long>",
                  Setting.HEAP,
                  Unit.ELEMENTS_PER_SECOND,
                  Map.of(
                      Subject.OURS, new Measured(6_000_000, 5_900_000, 6_100_000),
                      Subject.EXISTING, new Measured(400_000, 390_000, 420_000),
                      Subject.FLINK, new Measured(5_000_000, 4_800_000, 5_200_000)),
                  Map.of(
                      Subject.EXISTING, new Target.AtLeast(12),
                      Subject.FLINK, new Target.AtLeast(1))),
              new Row(
                  "stateful",
                  "stateful DoFn",
                  Setting.ROCKSDB,
                  Unit.ELEMENTS_PER_SECOND,
                  Map.of(
                      Subject.OURS, new Measured(40_000, 40_000, 40_000),
                      Subject.FLINK, new Measured(800_000, 800_000, 800_000)),
                  Map.of(
                      Subject.EXISTING, new Target.AtLeast(2.5),
                      Subject.FLINK, new Target.AtLeast(0.9))),
              new Row(
                  "cold-start",
                  "cold start",
                  Setting.HEAP,
                  Unit.SECONDS,
                  Map.of(
                      Subject.OURS, new Measured(3.25, 3, 4),
                      Subject.EXISTING, new Measured(6.5, 6, 7),
                      Subject.FLINK, new Measured(3, 2.5, 3.5)),
                  Map.of(
                      Subject.EXISTING, new Target.AtLeast(1.4),
                      Subject.FLINK, new Target.Within(0.3))),
              new Row(
                  "latency-p99",
                  "latency at 50 %, p99",
                  Setting.HEAP,
                  Unit.MILLISECONDS,
                  Map.of(
                      Subject.OURS, new Measured(1.5, 1.4, 1.6),
                      Subject.FLINK, new Measured(1.2, 1.1, 1.3)),
                  Map.of(Subject.FLINK, new Target.NoLongerThan(1.2)))),
          List.of("session-sum, heap: The results of the first rounds differ"));

  @TempDir Path directory;

  @Test
  void json() throws IOException {
    compare("results.json");
  }

  @Test
  void markdown() throws IOException {
    compare("results.md");
  }

  @Test
  void chart() throws IOException {
    compare("results.svg");
  }

  private void compare(String file) throws IOException {
    REPORT.write(directory, "results");
    String written = Files.readString(directory.resolve(file));
    Path golden = GOLDEN.resolve(file);
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(golden, written);
    }
    assertEquals(Files.readString(golden), written);
  }

  @Test
  void chartShowsAtMostAThousandTimes() {
    Row row =
        new Row(
            "id",
            "name",
            Setting.HEAP,
            Unit.SECONDS,
            Map.of(
                Subject.OURS, new Measured(1, 1, 1),
                Subject.FLINK, new Measured(0, 0, 0),
                Subject.EXISTING, new Measured(1e6, 1e6, 1e6)),
            Map.of());
    String chart = new ReportChart(new Report("commit", List.of(row), List.of())).text();
    assertTrue(chart.contains(">0.001</text>"), chart);
    assertTrue(chart.contains(">1000</text>"), chart);
    assertFalse(chart.contains(">10000</text>"), chart);
    assertTrue(chart.contains(">1000000.00x</text>"), chart);
  }

  @Test
  void meanIsThatOfTheRowsOfAUnit() {
    assertEquals(
        Math.sqrt(1.2 * 0.05),
        REPORT.geometricMean(Subject.FLINK, Unit.ELEMENTS_PER_SECOND),
        1e-12);
    assertEquals(15, REPORT.geometricMean(Subject.EXISTING, Unit.ELEMENTS_PER_SECOND), 1e-12);
    assertEquals(
        Double.NaN, REPORT.geometricMean(Subject.EXISTING, Unit.MILLISECONDS), "no such figure");
  }
}
