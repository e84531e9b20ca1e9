package dev.beamflink.runner.upgrade;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What becomes of each state when a job takes the place of another.
 *
 * @param findings by node and state
 */
public record UpgradeReport(List<Finding> findings) {

  private static final int ALL_MAP = 0;
  private static final int SOME_DROPPED = 1;
  private static final int SOME_REFUSED = 2;

  public UpgradeReport {
    findings =
        findings.stream()
            .sorted(Comparator.comparing(Finding::node).thenComparing(Finding::what))
            .toList();
  }

  /** The findings with this verdict. */
  public List<Finding> with(Verdict verdict) {
    return findings.stream().filter(finding -> finding.verdict() == verdict).toList();
  }

  /** For scripts: 0 if nothing is lost, 1 if some state is dropped, 2 if some is refused. */
  int exitCode() {
    if (!with(Verdict.REFUSED).isEmpty()) {
      return SOME_REFUSED;
    }
    return with(Verdict.DROPPED).isEmpty() ? ALL_MAP : SOME_DROPPED;
  }

  /** A line for each state, and the sum. */
  @Override
  public String toString() {
    return findings.stream().map(finding -> finding + "\n").collect(Collectors.joining())
        + "%d map, %d migrate, %d are new, %d are dropped, %d are refused"
            .formatted(
                with(Verdict.MAPS).size(),
                with(Verdict.MIGRATES).size(),
                with(Verdict.NEW).size(),
                with(Verdict.DROPPED).size(),
                with(Verdict.REFUSED).size());
  }
}
