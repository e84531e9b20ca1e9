package dev.beamflink.conformance.fork;

import dev.beamflink.conformance.suite.TestId;
import java.util.concurrent.TimeUnit;
import org.junit.runner.Description;
import org.junit.runner.JUnitCore;
import org.junit.runner.Request;
import org.junit.runner.Result;
import org.junit.runner.manipulation.Filter;
import org.junit.runner.notification.Failure;
import org.junit.runner.notification.RunListener;

/**
 * Runs one JUnit 4 test in this JVM, with the rules and set-up of its class.
 *
 * <p>A test passes only if JUnit says that it was started and finished without failure: a test that
 * does not exist is a failure. Parameters of a class may have the same name, as {@code limit_1} of
 * {@code SampleTest.PickAnyTest} has: such a test runs with all of them, and passes if all do.
 */
final class SingleTest {

  private SingleTest() {}

  static TestRecord run(TestId test) {
    long start = System.nanoTime();
    try {
      Class<?> type = Class.forName(test.className());
      SkipListener skips = new SkipListener();
      JUnitCore core = new JUnitCore();
      core.addListener(skips);
      Request request = Request.classWithoutSuiteMethod(type);
      int expected = count(test, request.getRunner().getDescription());
      Result result = core.run(request.filterWith(only(test)));
      return record(test, result, expected, skips, millisSince(start));
    } catch (ClassNotFoundException | LinkageError e) {
      return FailureText.of(e).record(test, millisSince(start));
    }
  }

  private static TestRecord record(
      TestId test, Result result, int expected, SkipListener skips, long millis) {
    if (!result.wasSuccessful()) {
      return FailureText.of(result.getFailures().stream().map(Failure::getException).toList())
          .record(test, millis);
    }
    if (skips.reason != null) {
      return new TestRecord(test, Outcome.SKIPPED, millis, skips.reason, "");
    }
    if (expected == 0 || result.getRunCount() != expected) {
      String cause =
          "JUnit ran %d tests under this name, of %d".formatted(result.getRunCount(), expected);
      return new TestRecord(test, Outcome.FAILED, millis, cause, cause);
    }
    return TestRecord.of(test, Outcome.PASSED, millis);
  }

  private static int count(TestId test, Description description) {
    return description.isTest()
        ? (isNamed(test, description) ? 1 : 0)
        : description.getChildren().stream().mapToInt(child -> count(test, child)).sum();
  }

  private static boolean isNamed(TestId test, Description description) {
    return test.className().equals(description.getClassName())
        && test.method().equals(description.getMethodName());
  }

  private static Filter only(TestId test) {
    return new Filter() {
      @Override
      public boolean shouldRun(Description description) {
        if (description.isTest()) {
          return isNamed(test, description);
        }
        return description.getChildren().stream().anyMatch(this::shouldRun);
      }

      @Override
      public String describe() {
        return test.toString();
      }
    };
  }

  private static long millisSince(long nanoTime) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanoTime);
  }

  /** Hears of what JUnit counts as success although nothing was proved. */
  private static final class SkipListener extends RunListener {
    private String reason;

    @Override
    public void testIgnored(Description description) {
      reason = "@Ignore in the suite";
    }

    @Override
    public void testAssumptionFailure(Failure failure) {
      reason = "assumption of the test: " + failure.getMessage();
    }
  }
}
