package dev.beamflink.cluster.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The short form of {@code scripts/fault-tests}: one pipeline, each kind of fault but the slow. */
class FaultsITCase {
  private static final long SEED = 4;

  private static final List<FaultKind> KINDS =
      List.of(
          FaultKind.TASK_MANAGER_KILLED,
          FaultKind.USER_CODE_THREW,
          FaultKind.CHECKPOINT_DELAYED,
          FaultKind.CHECKPOINT_FAILED);

  @Test
  void nothingIsLostAndNothingIsDoubled() throws Exception {
    FaultLog log = new FaultLog(System.out);
    try (FaultCluster cluster = FaultCluster.start("faults-short")) {
      FaultCampaign campaign = new FaultCampaign(cluster, SEED, log);
      campaign.run("timers", KINDS);
      assertEquals(List.of(), campaign.problems());
    }
    assertEquals(KINDS.size(), log.hits());
  }
}
