package dev.beamflink.conformance.capability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.conformance.profile.Profile;
import dev.beamflink.conformance.published.PublishedResult;
import dev.beamflink.conformance.published.PublishedResults;
import dev.beamflink.conformance.published.Verdict;
import dev.beamflink.conformance.run.ModuleDirectory;
import dev.beamflink.conformance.suite.TestId;
import dev.beamflink.conformance.suite.TestPattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class CapabilitiesPageTest {

  private static final Map<String, PublishedResults> RESULTS = new LinkedHashMap<>();

  static {
    RESULTS.put(
        "batch", results(Verdict.PASSED, Verdict.PASSED, Verdict.SKIPPED, Verdict.UNPROVEN));
    RESULTS.put(
        "streaming", results(Verdict.PASSED, Verdict.EXCLUDED, Verdict.SKIPPED, Verdict.FAILED));
  }

  /** {@code -Ddocs.update=true} writes the page. */
  @Test
  void thePageIsUpToDate() throws IOException {
    CapabilitiesPage page = CapabilitiesPage.of(ModuleDirectory.current());
    if (Boolean.getBoolean("docs.update")) {
      page.write();
    }
    assertEquals(page.text(), Files.readString(page.file()));
  }

  /** The page has no column for a profile without results, and a row could say yes without it. */
  @Test
  void everyProfileOfOurRunnerHasResults() {
    ModuleDirectory module = ModuleDirectory.current();
    assertEquals(
        List.of(),
        Profile.namesOfOurRunner(module.resources()).stream()
            .filter(profile -> !PublishedResults.exist(module.published(), profile))
            .toList(),
        "Run scripts/conformance for these profiles");
  }

  @Test
  void rowIsYesIfEveryTestPassesEverywhere() {
    assertEquals("| ParDo | yes | 1 | 1 | `T#a` |", row("", "T#a"));
  }

  @Test
  void rowNamesWhatDoesNotPassSomewhere() {
    assertEquals(
        "| ParDo | **partly**, without `T#b`. Why | 2 | 1 of 2 | `T#a`, `T#b` |",
        row("Why", "T#a", "T#b"));
  }

  @Test
  void unprovenTestIsDemandedWhereItRuns() {
    assertEquals("| ParDo | **partly**, without `T#d` |  | 0 of 1 | `T#d` |", row("", "T#d"));
  }

  @Test
  void rowNamesWhatWeLack() {
    Capability capability =
        new Capability(
            "What", "ParDo", List.of(new TestPattern("T#a")), List.of(), "the half", "Why");

    assertEquals("| ParDo | **partly**, without the half. Why | 1 | 1 | `T#a` |", row(capability));
  }

  @Test
  void rowWithoutTestsIsNo() {
    assertEquals("| ParDo | **no**. Why |  |  |  |", row("Why"));
  }

  @Test
  void patternThatMatchesNothingIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> row("", "T#a", "T#gone"));
  }

  @Test
  void patternOfSkippedTestsIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> row("", "T#c"));
  }

  @Test
  void testOfOursIsALinkAndMustExist() {
    String name = CapabilitiesPageTest.class.getName();

    String row = row(List.of(name + "#testOfOursIsALinkAndMustExist"));

    assertTrue(
        row.contains(
            "[CapabilitiesPageTest#testOfOursIsALinkAndMustExist]"
                + "(../integration-tests/conformance/src/test/java/"
                + name.replace('.', '/')
                + ".java)"),
        row);
    assertThrows(IllegalArgumentException.class, () -> row(List.of(name + "Gone")));
    assertThrows(IllegalArgumentException.class, () -> row(List.of(name + "#gone")));
  }

  private static String row(String note, String... patterns) {
    return row(
        new Capability(
            "What",
            "ParDo",
            Arrays.stream(patterns).map(TestPattern::new).toList(),
            List.of(),
            "",
            note));
  }

  private static String row(List<String> own) {
    return row(new Capability("What", "ParDo", List.of(), own, "", ""));
  }

  private static String row(Capability capability) {
    CapabilitiesPage page =
        new CapabilitiesPage(
            List.of(capability),
            RESULTS,
            new OwnTests(ModuleDirectory.current().repository()),
            Path.of("unused"));
    return page.text().lines().filter(line -> line.startsWith("| ParDo")).findFirst().orElseThrow();
  }

  private static PublishedResults results(Verdict a, Verdict b, Verdict c, Verdict d) {
    return new PublishedResults(
        "head",
        new TreeMap<>(
            Map.of(test("a"), of(a), test("b"), of(b), test("c"), of(c), test("d"), of(d))));
  }

  private static TestId test(String method) {
    return new TestId("x.T", method);
  }

  private static PublishedResult of(Verdict verdict) {
    return new PublishedResult(verdict, "", "");
  }
}
