package dev.beamflink.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.beamflink.benchmarks.fork.Checksum;
import dev.beamflink.benchmarks.fork.ForkPlan;
import dev.beamflink.benchmarks.fork.ForkResult;
import dev.beamflink.benchmarks.fork.Workload;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private static final Map<Subject, ForkPlan> PLANS =
      Map.of(
          Subject.OURS, plan(1_000),
          Subject.FLINK, plan(1_000),
          Subject.EXISTING, plan(500));

  @Test
  void sameResultsAreCompared() {
    assertDoesNotThrow(() -> check(fork(7, 70), fork(7, 70), fork(7, 70)));
  }

  @Test
  void fewerElementsMayHaveOtherResults() {
    assertDoesNotThrow(() -> check(fork(7, 70), fork(7, 70), fork(7, 35)));
  }

  @Test
  void otherResultsOfTheFirstRoundAreRefused() {
    assertThrows(ResultsDifferException.class, () -> check(fork(7, 70), fork(7, 70), fork(8, 35)));
  }

  @Test
  void otherResultsOfARoundThatCountsAreRefused() {
    assertThrows(ResultsDifferException.class, () -> check(fork(7, 70), fork(7, 71), fork(7, 35)));
  }

  private static void check(ForkResult ours, ForkResult flink, ForkResult existing)
      throws ResultsDifferException {
    Comparison.check(
        Map.of(
            Subject.OURS, List.of(ours),
            Subject.FLINK, List.of(flink),
            Subject.EXISTING, List.of(existing)),
        PLANS);
  }

  private static ForkPlan plan(long measured) {
    return Setting.HEAP.plan(SizedWorkload.usual(Workload.PARDO_KV), 100, measured, 1, "state");
  }

  private static ForkResult fork(long check, long counted) {
    return new ForkResult(
        new Checksum(1, check), List.of(new ForkResult.Round(1, new Checksum(1, counted))));
  }
}
