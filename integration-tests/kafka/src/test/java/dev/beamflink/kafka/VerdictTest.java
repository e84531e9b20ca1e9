package dev.beamflink.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the job may leave in its topic, good and bad. */
class VerdictTest {
  private static final Map<String, Integer> EXPECTED = Map.of("a", 2);

  private static List<String> differences(Map<String, Integer> lines) {
    return Verdict.differences(EXPECTED, Map.of("a", lines));
  }

  @Test
  void eachOnceIsFine() {
    assertEquals(List.of(), differences(Map.of("0 1", 1, "1 2", 1)));
  }

  @Test
  void otherOrderIsFine() {
    assertEquals(List.of(), differences(Map.of("0 2", 1, "1 1", 1)));
  }

  @Test
  void lostRecordIsSeen() {
    assertEquals(
        List.of("a: 1 values lost: [1]", "a: 1 counts lost: [2]"), differences(Map.of("0 1", 1)));
  }

  @Test
  void recordThatWasWrittenTwiceIsSeen() {
    assertEquals(
        List.of("a: 1 values too often: [1=2]", "a: 1 counts too often: [2=2]"),
        differences(Map.of("0 1", 1, "1 2", 2)));
  }

  @Test
  void recordThatWasReadTwiceIsSeen() {
    assertEquals(
        List.of("a: 1 values too often: [1=2]", "a: 1 counts too often: [3=1]"),
        differences(Map.of("0 1", 1, "1 2", 1, "1 3", 1)));
  }

  @Test
  void lostStateIsSeen() {
    assertEquals(
        List.of("a: 1 counts lost: [2]", "a: 1 counts too often: [1=2]"),
        differences(Map.of("0 1", 1, "1 1", 1)));
  }

  @Test
  void unknownKeyIsSeen() {
    assertEquals(
        List.of("Nobody knows the keys [b]"),
        Verdict.differences(
            EXPECTED, Map.of("a", Map.of("0 1", 1, "1 2", 1), "b", Map.of("0 1", 1))));
  }

  @Test
  void completeWhenNothingIsToCome() {
    assertFalse(Verdict.isComplete(EXPECTED, Map.of("a", Map.of("0 1", 2))));
    assertTrue(Verdict.isComplete(EXPECTED, Map.of("a", Map.of("0 1", 1, "1 2", 1))));
  }
}
