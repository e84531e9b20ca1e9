package dev.beamflink.cluster.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.cluster.job.fault.pipeline.FaultPipelines;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The short form of {@code scripts/fault-tests}: each kind of fault but the slow ones, on two of
 * the pipelines, as all of them would take some minutes. Which ones, and what hits which, comes
 * from the seed. It is the same in every build unless given, so that a build can be repeated.
 */
class FaultsITCase {
  private static final String SEED = "cluster.faults.seed";

  private static final int PIPELINES = 2;

  private static final List<FaultKind> KINDS =
      List.of(
          FaultKind.TASK_MANAGER_KILLED,
          FaultKind.USER_CODE_THREW,
          FaultKind.CHECKPOINT_DELAYED,
          FaultKind.CHECKPOINT_FAILED);

  @Test
  void nothingIsLostAndNothingIsDoubled() throws Exception {
    long seed = Long.getLong(SEED, 1);
    FaultLog log = new FaultLog(System.out);
    log.say("again with -D%s=%d".formatted(SEED, seed));
    List<FaultKind> kinds = new ArrayList<>(KINDS);
    Collections.shuffle(kinds, new Random(seed));
    try (FaultCluster cluster = FaultCluster.start("faults-short")) {
      FaultCampaign campaign = new FaultCampaign(cluster, seed, log);
      List<String> pipelines = pipelines(seed);
      for (int i = 0; i < PIPELINES; i++) {
        campaign.run(
            pipelines.get(i),
            kinds.subList(KINDS.size() * i / PIPELINES, KINDS.size() * (i + 1) / PIPELINES));
      }
      assertEquals(List.of(), campaign.problems());
    }
    assertEquals(KINDS.size(), log.hits());
  }

  /**
   * With another seed, other ones: as many seeds in a row as are needed give every one its turn.
   */
  private static List<String> pipelines(long seed) {
    List<String> names = new ArrayList<>(FaultPipelines.names());
    Collections.rotate(names, (int) Math.floorMod(-PIPELINES * seed, (long) names.size()));
    return names.subList(0, PIPELINES);
  }
}
