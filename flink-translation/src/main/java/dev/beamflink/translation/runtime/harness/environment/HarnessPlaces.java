package dev.beamflink.translation.runtime.harness.environment;

import java.util.HashMap;
import java.util.Map;
import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.apache.beam.model.pipeline.v1.RunnerApi.StandardProtocols;
import org.apache.beam.sdk.util.construction.BeamUrns;

/** Says which stages of a job in one TaskManager share a harness: those of the same place. */
final class HarnessPlaces {

  private static final String USES_MANY_CORES =
      BeamUrns.getUrn(StandardProtocols.Enum.MULTI_CORE_BUNDLE_PROCESSING);

  private static final String ALL = "all";

  private final boolean perSlot;
  private final int parallelism;

  /** The turn of each stage's next subtask. Stages begin at different places. Guarded by this. */
  private final Map<String, Integer> turns = new HashMap<>();

  HarnessPlaces(HarnessSettings settings) {
    this.perSlot = settings.workerParallelism() == 1;
    this.parallelism =
        settings.workerParallelism() > 0
            ? settings.workerParallelism()
            : Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
  }

  /**
   * The place of a subtask of a stage.
   *
   * @param slot that its task runs in
   * @param stage tells it from other stages of its job
   */
  synchronized String of(Environment environment, String slot, String stage) {
    if (!perSlot) {
      int turn = turns.getOrDefault(stage, turns.size());
      turns.put(stage, turn + 1);
      return String.valueOf(turn % parallelism);
    }
    return environment.getCapabilitiesList().contains(USES_MANY_CORES) ? ALL : slot;
  }
}
