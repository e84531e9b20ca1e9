package dev.beamflink.conformance.profile;

import dev.beamflink.conformance.published.PublishedResult;
import dev.beamflink.conformance.published.PublishedResults;
import dev.beamflink.conformance.published.Verdict;
import dev.beamflink.conformance.suite.TestId;
import java.nio.file.Path;
import java.util.Collection;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a runner that we trust did with the same tests: only what it passes can be demanded. */
record Reference(String profile, PublishedResults results) {

  static Reference read(Path published, String profile) {
    return new Reference(profile, PublishedResults.read(published, profile));
  }

  /**
   * The tests that did not pass there, with what happened.
   *
   * @param all the tests of the suite, each of which must have a result
   */
  SortedMap<TestId, String> unproven(Collection<TestId> all) {
    SortedSet<TestId> unknown = new TreeSet<>(all);
    unknown.removeAll(results.tests().keySet());
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "The results of %s lack tests of the suite. Renew them with scripts/conformance %s: %s"
              .formatted(profile, profile, unknown));
    }
    SortedMap<TestId, String> unproven = new TreeMap<>();
    for (TestId test : all) {
      PublishedResult result = results.tests().get(test);
      if (result.verdict() != Verdict.PASSED) {
        unproven.put(test, "%s: %s".formatted(profile, result));
      }
    }
    return unproven;
  }
}
