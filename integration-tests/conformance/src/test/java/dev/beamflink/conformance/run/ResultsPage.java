package dev.beamflink.conformance.run;

import dev.beamflink.conformance.fork.TestRecord;
import dev.beamflink.conformance.suite.TestId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The published result of a full run: {@code docs/conformance/<profile>.csv}. */
public final class ResultsPage {

  private ResultsPage() {}

  /** Writes one line for each test of the category, the excluded ones included. */
  public static Path write(Path directory, String commit, SuiteReport report) {
    Map<TestId, String> lines = new TreeMap<>();
    report.suite().excluded().keySet().forEach(test -> lines.put(test, line(test, "excluded", 0)));
    for (TestRecord record : report.records()) {
      lines.put(record.test(), line(record.test(), record.outcome().label(), record.millis()));
    }
    String text =
        "# %s, commit %s%nclass,method,result,millis%n%s%n"
            .formatted(report.summary(), commit, String.join("\n", lines.values()));
    Path file = directory.resolve(report.suite().profile().name() + ".csv");
    try {
      Files.createDirectories(directory);
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  private static String line(TestId test, String result, long millis) {
    return "%s,%s,%s,%d".formatted(test.className(), quoted(test.method()), result, millis);
  }

  private static String quoted(String field) {
    return field.contains(",") ? '"' + field + '"' : field;
  }
}
