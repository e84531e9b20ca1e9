package dev.beamflink.conformance.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.conformance.suite.TestId;
import org.junit.jupiter.api.Test;

final class SingleTestTest {

  @Test
  void parametersOfTheSameNameAreOneTest() {
    assertEquals(Outcome.PASSED, run("passes[same]").outcome());
  }

  @Test
  void testOfTheSameNameFailsIfOneOfThemDoes() {
    TestRecord record = run("failsOnce[same]");

    assertEquals(Outcome.FAILED, record.outcome());
    assertEquals("java.lang.AssertionError: expected:<1> but was:<2>", record.cause());
  }

  @Test
  void testThatDoesNotExistFails() {
    assertEquals(Outcome.FAILED, run("passes[other]").outcome());
  }

  private static TestRecord run(String method) {
    return SingleTest.run(new TestId(CollidingSuite.class.getName(), method));
  }
}
