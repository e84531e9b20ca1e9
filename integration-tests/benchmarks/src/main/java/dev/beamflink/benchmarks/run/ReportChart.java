package dev.beamflink.benchmarks.run;

import java.util.List;
import java.util.Locale;

/**
 * A report as a picture: for each row how many times as good ours is as the other two, as bars from
 * a line at 1, to the right where ours is better. On a scale of powers of ten; readable on a light
 * page and on a dark one.
 */
final class ReportChart {

  private static final int LABELS = 520;
  private static final int PLOT = 400;
  private static final int FIGURES = 60;
  private static final int TOP = 64;
  private static final int ROW = 34;
  private static final int BAR = 11;
  private static final int BOTTOM = 24;

  /** In either direction. */
  private static final double MOST = 1000;

  private static final String STYLE =
      """
      text{font:12px system-ui,sans-serif;fill:#1f2328}
      .head{font-weight:600;font-size:14px}
      .quiet{fill:#656d76}
      .grid{stroke:#d0d7de;stroke-width:1}
      .one{stroke:#1f2328;stroke-width:1.5}
      .flink{fill:#0969da}
      .existing{fill:#bc4c00}
      @media (prefers-color-scheme:dark){
      text{fill:#e6edf3}
      .quiet{fill:#8d96a0}
      .grid{stroke:#3d444d}
      .one{stroke:#e6edf3}
      .flink{fill:#4493f8}
      .existing{fill:#db6d28}
      }
      """;

  private final Report report;
  private final int first;
  private final int last;

  ReportChart(Report report) {
    this.report = report;
    this.first = Math.min(-1, (int) Math.floor(Math.log10(extreme(report, false))));
    this.last = Math.max(1, (int) Math.ceil(Math.log10(extreme(report, true))));
  }

  private static double extreme(Report report, boolean most) {
    return report.rows().stream()
        .flatMap(
            row ->
                List.of(row.advantageOver(Subject.FLINK), row.advantageOver(Subject.EXISTING))
                    .stream())
        .filter(advantage -> !Double.isNaN(advantage))
        .map(ReportChart::shown)
        .reduce(1.0, (one, other) -> most ? Math.max(one, other) : Math.min(one, other));
  }

  String text() {
    int plotBottom = TOP + report.rows().size() * ROW;
    StringBuilder text = new StringBuilder();
    text.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"title description\">\n"
            .formatted(LABELS + PLOT + FIGURES, plotBottom + BOTTOM));
    text.append(
        "<title id=\"title\">This runner against hand-written Flink jobs and the existing runner</title>\n");
    text.append("<desc id=\"description\">").append(escape(description())).append("</desc>\n");
    text.append("<style>\n").append(STYLE).append("</style>\n");
    legend(text);
    for (int power = first; power <= last; power++) {
      grid(text, power, plotBottom);
    }
    int top = TOP;
    for (Row row : report.rows()) {
      row(text, row, top);
      top += ROW;
    }
    text.append("</svg>\n");
    return text.toString();
  }

  /** All figures, for who cannot see the bars. */
  private String description() {
    StringBuilder text =
        new StringBuilder("How many times as good this runner is; above 1 it is better.");
    for (Row row : report.rows()) {
      text.append(
          " %s: %s hand-written, %s existing."
              .formatted(
                  label(row),
                  times(row.advantageOver(Subject.FLINK)),
                  times(row.advantageOver(Subject.EXISTING))));
    }
    return text.toString();
  }

  private static void legend(StringBuilder text) {
    text.append(
        "<text class=\"head\" x=\"8\" y=\"20\">This runner is so many times as good as</text>\n");
    text.append(
        "<rect class=\"flink\" x=\"%d\" y=\"10\" width=\"12\" height=\"12\"/>".formatted(LABELS));
    text.append("<text x=\"%d\" y=\"20\">hand-written Flink</text>\n".formatted(LABELS + 18));
    text.append(
        "<rect class=\"existing\" x=\"%d\" y=\"10\" width=\"12\" height=\"12\"/>"
            .formatted(LABELS + 160));
    text.append("<text x=\"%d\" y=\"20\">the existing runner</text>\n".formatted(LABELS + 178));
  }

  private void grid(StringBuilder text, int power, int plotBottom) {
    double x = x(Math.pow(10, power));
    text.append(
        "<line class=\"%s\" x1=\"%s\" y1=\"%d\" x2=\"%s\" y2=\"%d\"/>"
            .formatted(power == 0 ? "one" : "grid", number(x), TOP - 10, number(x), plotBottom));
    text.append(
        "<text class=\"quiet\" x=\"%s\" y=\"%d\" text-anchor=\"middle\">%s</text>\n"
            .formatted(
                number(x),
                TOP - 16,
                power < 0 ? "0." + "0".repeat(-power - 1) + "1" : "1" + "0".repeat(power)));
  }

  private void row(StringBuilder text, Row row, int top) {
    text.append("<text x=\"8\" y=\"%d\">%s</text>\n".formatted(top + BAR + 4, escape(label(row))));
    bar(text, row.advantageOver(Subject.FLINK), "flink", top);
    bar(text, row.advantageOver(Subject.EXISTING), "existing", top + BAR + 2);
  }

  private void bar(StringBuilder text, double advantage, String style, int top) {
    if (Double.isNaN(advantage)) {
      return;
    }
    double one = x(1);
    double end = x(advantage);
    text.append(
        "<rect class=\"%s\" x=\"%s\" y=\"%d\" width=\"%s\" height=\"%d\"/>"
            .formatted(style, number(Math.min(one, end)), top, number(Math.abs(end - one)), BAR));
    // Beside the bar, on the side of the line where there is always room
    text.append(
        "<text class=\"quiet\" x=\"%s\" y=\"%d\">%s</text>\n"
            .formatted(number(Math.max(one, end) + 4), top + BAR - 1, times(advantage)));
  }

  private double x(double advantage) {
    return LABELS + PLOT * (Math.log10(shown(advantage)) - first) / (last - first);
  }

  /** What a bar can show; the figure beside it says what it is. */
  private static double shown(double advantage) {
    return Math.min(MOST, Math.max(1 / MOST, advantage));
  }

  private static String label(Row row) {
    return row.setting() == Setting.HEAP
        ? row.name()
        : row.name() + " [" + row.setting().id() + "]";
  }

  private static String times(double times) {
    return Double.isNaN(times) ? "-" : String.format(Locale.ROOT, "%.2fx", times);
  }

  private static String number(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
