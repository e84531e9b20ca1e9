package dev.beamflink.conformance.published;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.conformance.suite.TestId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PublishedResultsTest {

  @TempDir Path directory;

  @Test
  void whatIsWrittenIsRead() {
    PublishedResults results =
        new PublishedResults(
            "fast: 1 passed, commit abc",
            new TreeMap<>(
                Map.of(
                    new TestId("x.A", "test[1,000]"),
                    new PublishedResult(Verdict.PASSED, "batch", ""),
                    new TestId("x.A", "test"),
                    new PublishedResult(Verdict.FAILED, "", "says \"1, 2\""))));

    results.write(directory, "fast");

    assertEquals(results, PublishedResults.read(directory, "fast"));
  }

  @Test
  void restoresHaveAColumnOfTheirOwn() throws IOException {
    PublishedResults results =
        new PublishedResults(
            "faults: 1 passed, commit abc",
            new TreeMap<>(
                Map.of(
                    new TestId("x.A", "first"),
                    new PublishedResult(Verdict.PASSED, "streaming", "after element", ""),
                    new TestId("x.A", "second"),
                    new PublishedResult(Verdict.EXCLUDED, "", "counts"))));

    Path file = results.write(directory, "faults");

    assertEquals("class,method,result,mode,restore,reason", Files.readAllLines(file).get(1));
    assertEquals(results, PublishedResults.read(directory, "faults"));
  }

  @Test
  void missingResultsSayHowToGetThem() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> PublishedResults.read(directory, "fast"));

    assertTrue(refusal.getMessage().endsWith("scripts/conformance fast"), refusal.getMessage());
  }

  @Test
  void fileOfAnotherFormIsRefused() throws IOException {
    Files.writeString(
        PublishedResults.file(directory, "fast"), "# fast\nclass,method,result,millis\n");

    assertThrows(IllegalArgumentException.class, () -> PublishedResults.read(directory, "fast"));
  }
}
