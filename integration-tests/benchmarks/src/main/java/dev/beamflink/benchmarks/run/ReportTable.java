package dev.beamflink.benchmarks.run;

import java.util.List;
import java.util.Locale;

/** A report for people: a Markdown table for each unit, with a line for each row. */
final class ReportTable {

  private final Report report;

  ReportTable(Report report) {
    this.report = report;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    text.append("Commit ").append(report.commit()).append(".\n");
    for (Unit unit : Unit.values()) {
      List<Row> rows = report.rows().stream().filter(row -> row.unit() == unit).toList();
      if (!rows.isEmpty()) {
        table(text, unit, rows);
      }
    }
    report.failures().forEach(failure -> text.append("\nFailed: ").append(failure).append('\n'));
    return text.toString();
  }

  private void table(StringBuilder text, Unit unit, List<Row> rows) {
    text.append(
        "\nIn %s: the median of the forks, in brackets the least and the most.\n\n"
            .formatted(unit.description()));
    text.append("| row | setting | ours | existing runner | hand-written Flink |");
    text.append(" against existing (target) | against hand-written (target) |\n");
    text.append("|---|---|---|---|---|---|---|\n");
    for (Row row : rows) {
      text.append(
          "| %s | %s | %s | %s | %s | %s | %s |\n"
              .formatted(
                  row.name().replace("<", "&lt;"),
                  row.setting().description(),
                  figures(row, Subject.OURS),
                  figures(row, Subject.EXISTING),
                  figures(row, Subject.FLINK),
                  comparison(row, Subject.EXISTING),
                  comparison(row, Subject.FLINK)));
    }
    text.append(
        "\nGeometric mean against hand-written: %s; against the existing runner: %s. Targets met: %s.\n"
            .formatted(
                times(report.geometricMean(Subject.FLINK, unit)),
                times(report.geometricMean(Subject.EXISTING, unit)),
                targetsMet(rows)));
  }

  private static String figures(Row row, Subject subject) {
    Measured figures = row.measured().get(subject);
    Unit unit = row.unit();
    return figures == null
        ? "-"
        : "%s (%s-%s)"
            .formatted(
                unit.format(figures.median()),
                unit.format(figures.least()),
                unit.format(figures.most()));
  }

  /** How many times as good, by how much if the target is a difference, and the target. */
  private static String comparison(Row row, Subject other) {
    Measured ours = row.measured().get(Subject.OURS);
    Measured theirs = row.measured().get(other);
    if (ours == null || theirs == null) {
      return "-";
    }
    Target target = row.targets().get(other);
    String compared = times(row.advantageOver(other));
    if (row.unit() == Unit.SECONDS) {
      compared +=
          String.format(
              Locale.ROOT,
              ", %+.2f s",
              Math.round((ours.median() - theirs.median()) * 100) / 100.0);
    }
    return target == null
        ? compared
        : "%s (%s: %s)"
            .formatted(
                compared,
                target.description(),
                row.isMet(other).orElse(false) ? "met" : "**missed**");
  }

  private static String targetsMet(List<Row> rows) {
    List<Boolean> verdicts =
        rows.stream()
            .flatMap(
                row ->
                    List.of(Subject.EXISTING, Subject.FLINK).stream()
                        .flatMap(other -> row.isMet(other).stream()))
            .toList();
    return "%d of %d".formatted(verdicts.stream().filter(met -> met).count(), verdicts.size());
  }

  private static String times(double times) {
    return Double.isNaN(times) ? "-" : String.format(Locale.ROOT, "%.2fx", times);
  }
}
