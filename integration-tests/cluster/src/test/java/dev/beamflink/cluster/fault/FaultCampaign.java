package dev.beamflink.cluster.fault;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Runs pipelines with faults in turn and collects what is wrong with their results. All random
 * choices come from the seed.
 */
final class FaultCampaign {
  private final FaultCluster cluster;
  private final Random random;
  private final FaultLog log;
  private final Map<String, Verdict> expected = new HashMap<>();
  private final List<String> problems = new ArrayList<>();

  FaultCampaign(FaultCluster cluster, long seed, FaultLog log) {
    this.cluster = cluster;
    this.random = new Random(seed);
    this.log = log;
  }

  /** What came out otherwise than without faults, or did not come to an end. */
  List<String> problems() {
    return problems;
  }

  /** Runs a pipeline once, with each of the kinds as often as it is listed, in any order. */
  void run(String pipeline, List<FaultKind> kinds) throws Exception {
    List<FaultKind> faults = new ArrayList<>(kinds);
    Collections.shuffle(faults, random);
    try {
      Verdict wanted = expected(pipeline, FaultRun.supply(faults.size()));
      Verdict found = FaultRun.disturbed(cluster, pipeline, faults, random, log);
      List<String> differences = found.differencesFrom(wanted);
      log.say(
          "%-10s %d results, %s"
              .formatted(
                  pipeline, found.size(), differences.isEmpty() ? "all as expected" : differences));
      differences.forEach(difference -> problems.add(pipeline + ": " + difference));
    } catch (AssertionError e) {
      log.say("%-10s %s".formatted(pipeline, e.getMessage()));
      problems.add(pipeline + ": " + e.getMessage());
    }
  }

  private Verdict expected(String pipeline, Supply supply) throws Exception {
    String run = pipeline + " with " + supply;
    Verdict verdict = expected.get(run);
    if (verdict == null) {
      verdict = FaultRun.undisturbed(cluster, pipeline, supply, FaultRun.LIMIT);
      if (!verdict.problems().isEmpty() || verdict.size() == 0) {
        throw new AssertionError("Without faults: " + verdict.problems());
      }
      expected.put(run, verdict);
      log.say("%-10s %d results expected".formatted(pipeline, verdict.size()));
    }
    return verdict;
  }
}
