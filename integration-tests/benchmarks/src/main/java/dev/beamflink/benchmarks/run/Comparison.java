package dev.beamflink.benchmarks.run;

import static java.util.Objects.requireNonNull;

import dev.beamflink.benchmarks.fork.Checksum;
import dev.beamflink.benchmarks.fork.ForkPlan;
import dev.beamflink.benchmarks.fork.ForkResult;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whether all forks have put out the same. No time counts if they have not. */
final class Comparison {

  private Comparison() {}

  /** Compares the first rounds, and of those that count the ones with as many elements. */
  static void check(Map<Subject, List<ForkResult>> forks, Map<Subject, ForkPlan> plans)
      throws ResultsDifferException {
    Map<Subject, Set<Checksum>> checks =
        forks.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    entry ->
                        entry.getValue().stream()
                            .map(ForkResult::check)
                            .collect(Collectors.toSet())));
    if (checks.values().stream().flatMap(Set::stream).distinct().count() > 1) {
      throw new ResultsDifferException("The results of the first rounds differ: " + checks);
    }
    Map<Long, Set<Checksum>> byElements = new TreeMap<>();
    forks.forEach(
        (subject, results) -> {
          Set<Checksum> checksums =
              byElements.computeIfAbsent(
                  requireNonNull(plans.get(subject)).measured(), any -> new HashSet<>());
          results.forEach(
              result -> result.rounds().forEach(round -> checksums.add(round.checksum())));
        });
    for (Set<Checksum> checksums : byElements.values()) {
      if (checksums.size() > 1) {
        throw new ResultsDifferException(
            "The results of the rounds that count differ: " + checksums);
      }
    }
  }
}
