package dev.beamflink.conformance.fork;

import dev.beamflink.conformance.suite.TestId;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/**
 * A failure in words.
 *
 * @param cause the first line of the root cause
 * @param details all stack traces
 */
record FailureText(String cause, String details) {

  private static final int MAX_CAUSE_LENGTH = 300;

  static FailureText of(Throwable failure) {
    return of(List.of(failure));
  }

  static FailureText of(List<Throwable> failures) {
    StringWriter details = new StringWriter();
    try (PrintWriter writer = new PrintWriter(details)) {
      failures.forEach(failure -> failure.printStackTrace(writer));
    }
    return new FailureText(firstLine(rootOf(failures.get(0)).toString()), details.toString());
  }

  TestRecord record(TestId test, long millis) {
    return new TestRecord(test, Outcome.FAILED, millis, cause, details);
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    // A cause chain may be a ring; no honest one is this long.
    for (int depth = 0; root.getCause() != null && depth < 100; depth++) {
      root = root.getCause();
    }
    return root;
  }

  /**
   * The first line with text, joined with the next one: matchers begin their message with a line
   * break.
   */
  private static String firstLine(String text) {
    List<String> lines =
        text.lines().map(String::strip).filter(line -> !line.isEmpty()).limit(3).toList();
    String joined = String.join(" ", lines);
    return joined.length() <= MAX_CAUSE_LENGTH
        ? joined
        : joined.substring(0, MAX_CAUSE_LENGTH) + "...";
  }
}
