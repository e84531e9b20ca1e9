package dev.beamflink.conformance.capability;

import dev.beamflink.conformance.published.PublishedResult;
import dev.beamflink.conformance.published.PublishedResults;
import dev.beamflink.conformance.published.Verdict;
import dev.beamflink.conformance.suite.TestId;
import dev.beamflink.conformance.suite.TestPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the results of one profile say of a capability.
 *
 * @param passed how many of its tests pass
 * @param others its tests that do not, with their results
 */
record Proof(int passed, List<String> others) {

  /** What nobody demands: Beam ignores it, or its own runner does not pass it. */
  private static final Set<Verdict> NOT_DEMANDED = Set.of(Verdict.SKIPPED, Verdict.UNPROVEN);

  /** Nor is what a test asserts of a job that must not be restored; without faults it is. */
  private static final Set<Verdict> NOT_DEMANDED_UNDER_FAULTS =
      Set.of(Verdict.SKIPPED, Verdict.UNPROVEN, Verdict.EXCLUDED);

  Proof {
    others = List.copyOf(others);
  }

  static Proof of(List<TestPattern> patterns, PublishedResults results) {
    Set<Verdict> notDemanded = results.haveRestores() ? NOT_DEMANDED_UNDER_FAULTS : NOT_DEMANDED;
    int passed = 0;
    List<String> others = new ArrayList<>();
    for (Map.Entry<TestId, PublishedResult> entry : results.tests().entrySet()) {
      Verdict verdict = entry.getValue().verdict();
      boolean isMeant = patterns.stream().anyMatch(pattern -> pattern.matches(entry.getKey()));
      if (!isMeant || notDemanded.contains(verdict)) {
        continue;
      }
      if (verdict == Verdict.PASSED) {
        passed++;
      } else {
        TestId test = entry.getKey();
        others.add("`%s#%s`".formatted(test.simpleClassName(), test.method()));
      }
    }
    return new Proof(passed, others);
  }

  /** For a cell of the table: how many tests pass, of how many if not all do. */
  String cell() {
    if (others.isEmpty()) {
      return passed == 0 ? "" : Integer.toString(passed);
    }
    return "%d of %d".formatted(passed, passed + others.size());
  }
}
