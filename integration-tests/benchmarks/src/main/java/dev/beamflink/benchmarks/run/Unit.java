package dev.beamflink.benchmarks.run;

import java.util.Locale;

/** What the figures of a row are, and which of two is the better one. */
enum Unit {
  ELEMENTS_PER_SECOND("thousands of elements per second", true, 1e-3, "%,.0f"),
  SECONDS("seconds", false, 1, "%,.2f"),
  MILLISECONDS("milliseconds", false, 1, "%,.2f");

  private final String description;
  private final boolean moreIsBetter;
  private final double scale;
  private final String format;

  Unit(String description, boolean moreIsBetter, double scale, String format) {
    this.description = description;
    this.moreIsBetter = moreIsBetter;
    this.scale = scale;
    this.format = format;
  }

  /** Of the figures in tables. */
  String description() {
    return description;
  }

  /** A figure as it stands in tables. */
  String format(double value) {
    return String.format(Locale.ROOT, format, value * scale);
  }

  /** How many times as good the one is as the other: above 1 if it is better. */
  double advantage(double one, double other) {
    return moreIsBetter ? one / other : other / one;
  }
}
