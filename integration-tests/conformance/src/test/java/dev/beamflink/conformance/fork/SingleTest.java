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
 * <p>A test passes only if JUnit says that exactly one test was started and finished without
 * failure: a test that does not exist is a failure.
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
      Result result = core.run(Request.classWithoutSuiteMethod(type).filterWith(only(test)));
      return record(test, result, skips, millisSince(start));
    } catch (ClassNotFoundException | LinkageError e) {
      return FailureText.of(e).record(test, millisSince(start));
    }
  }

  private static TestRecord record(TestId test, Result result, SkipListener skips, long millis) {
    if (!result.wasSuccessful()) {
      return FailureText.of(result.getFailures().stream().map(Failure::getException).toList())
          .record(test, millis);
    }
    if (skips.reason != null) {
      return new TestRecord(test, Outcome.SKIPPED, millis, skips.reason, "");
    }
    if (result.getRunCount() != 1) {
      String cause = "JUnit ran " + result.getRunCount() + " tests under this name, expected one";
      return new TestRecord(test, Outcome.FAILED, millis, cause, cause);
    }
    return TestRecord.of(test, Outcome.PASSED, millis);
  }

  private static Filter only(TestId test) {
    return new Filter() {
      @Override
      public boolean shouldRun(Description description) {
        if (description.isTest()) {
          return test.className().equals(description.getClassName())
              && test.method().equals(description.getMethodName());
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
