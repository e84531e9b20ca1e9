package dev.beamflink.benchmarks.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What has been measured, for programs (JSON) and for people (Markdown). */
record Report(String commit, List<Row> rows, List<String> failures) {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Writes all forms into the directory. */
  void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    JSON.writeValue(directory.resolve("results.json").toFile(), this);
    Files.writeString(directory.resolve("results.md"), markdown());
  }

  /** A table with a line for each workload and setting. */
  String markdown() {
    StringBuilder text = new StringBuilder();
    text.append(
        "Thousands of elements per second, medians; in brackets the slowest and the fastest fork.\n\n");
    text.append(
        "| workload | setting | ours | existing runner | hand-written | ours / existing | ours / hand-written |\n");
    text.append("|---|---|---|---|---|---|---|\n");
    for (Row row : rows) {
      text.append(
          "| %s | %s | %s | %s | %s | %s | %s |\n"
              .formatted(
                  row.workload().description(),
                  row.setting().description(),
                  rate(row.measured(), Subject.OURS),
                  rate(row.measured(), Subject.EXISTING),
                  rate(row.measured(), Subject.FLINK),
                  ratio(row.ratioTo(Subject.EXISTING)),
                  ratio(row.ratioTo(Subject.FLINK))));
    }
    if (!rows.isEmpty()) {
      text.append(
          "\nGeometric mean of ours / hand-written: %s\n".formatted(ratio(geometricMean())));
    }
    failures.forEach(failure -> text.append("\nFailed: ").append(failure).append('\n'));
    return text.toString();
  }

  private double geometricMean() {
    return Math.exp(
        rows.stream()
            .mapToDouble(row -> row.ratioTo(Subject.FLINK))
            .map(Math::log)
            .average()
            .orElse(Double.NaN));
  }

  private static String rate(Map<Subject, Measured> measured, Subject subject) {
    Measured rate = measured.get(subject);
    return rate == null
        ? "-"
        : String.format(
            Locale.ROOT,
            "%,.0f (%,.0f-%,.0f)",
            rate.median() / 1000,
            rate.slowest() / 1000,
            rate.fastest() / 1000);
  }

  private static String ratio(double ratio) {
    return Double.isNaN(ratio) ? "-" : String.format(Locale.ROOT, "%.2f", ratio);
  }
}
