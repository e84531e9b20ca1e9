package dev.beamflink.conformance.run;

import dev.beamflink.conformance.fork.TestListener;
import dev.beamflink.conformance.fork.TestRecord;
import java.io.PrintStream;

/** Prints tests as they end, each line with the name of the profile. */
public final class Progress {

  /** In a build, a sign of life now and then. */
  private static final int TESTS_BETWEEN_SIGNS = 50;

  private Progress() {}

  /** Prints every test. */
  public static TestListener verbose(String profile, PrintStream out) {
    return (record, log) -> out.println(line(profile, record));
  }

  /** Prints failed tests, and how many have run. */
  public static TestListener brief(String profile, PrintStream out) {
    int[] ended = {0};
    return (record, log) -> {
      ended[0]++;
      if (record.failed()) {
        out.println(line(profile, record));
      }
      if (ended[0] % TESTS_BETWEEN_SIGNS == 0) {
        out.println("[" + profile + "] " + ended[0] + " tests have run");
      }
    };
  }

  private static String line(String profile, TestRecord record) {
    String test = record.test().simpleClassName() + "#" + record.test().method();
    String cause = record.cause().isEmpty() ? "" : ": " + record.cause();
    return "[%s] %-7s %6d ms  %s%s"
        .formatted(profile, record.outcome().label(), record.millis(), test, cause);
  }
}
