package dev.beamflink.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What has been measured at a commit, and what could not be. */
record Report(String commit, List<Row> rows, List<String> failures) {

  /** Writes it for programs (JSON) and for people (Markdown, a chart), as files of this name. */
  void write(Path directory, String name) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve(name + ".json"), new ReportJson(this).text());
    Files.writeString(directory.resolve(name + ".md"), new ReportTable(this).text());
    Files.writeString(directory.resolve(name + ".svg"), new ReportChart(this).text());
  }

  /** The geometric mean of what we are against another subject, over the rows of these units. */
  double geometricMean(Subject other, Unit... units) {
    List<Unit> included = Arrays.asList(units);
    return Math.exp(
        rows.stream()
            .filter(row -> included.contains(row.unit()))
            .mapToDouble(row -> row.advantageOver(other))
            .filter(advantage -> !Double.isNaN(advantage))
            .map(Math::log)
            .average()
            .orElse(Double.NaN));
  }
}
