package dev.beamflink.conformance.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TestPatternTest {

  private static final TestId TEST = TestId.parse("org.beam.ParDoTest$StateTests#testValue");

  @ParameterizedTest
  @CsvSource({
    "ParDoTest*, true",
    "ParDoTest$StateTests, true",
    "ParDoTest.StateTests, true",
    "ParDoTest.State*#testV*, true",
    "org.beam.*, true",
    "org.beam.ParDoTest$StateTests#testValue, true",
    "testValue, true",
    "*, true",
    "ParDoTest, false",
    "ParDo.*, false",
    "testVal, false",
    "Other*, false",
  })
  void matchesClassAndMethodNames(String glob, boolean matches) {
    assertEquals(matches, new TestPattern(glob).matches(TEST));
  }

  @ParameterizedTest
  @CsvSource({
    "testValue, true",
    "ParDoTest.StateTests#testValue, true",
    "ParDoTest.StateTests, false",
    "testVal*, false",
  })
  void namesATestOnlyInFull(String glob, boolean names) {
    assertEquals(names, new TestPattern(glob).names(TEST));
  }
}
