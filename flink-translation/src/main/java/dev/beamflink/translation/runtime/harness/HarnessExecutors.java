package dev.beamflink.translation.runtime.harness;

import dev.beamflink.translation.runtime.stage.StageExecutor;
import dev.beamflink.translation.runtime.stage.StageExecutors;
import dev.beamflink.translation.runtime.stage.StageHost;
import dev.beamflink.translation.runtime.stage.StageServices;
import dev.beamflink.translation.runtime.stage.StageSpec;
import dev.beamflink.translation.runtime.stage.StatefulRoot;

/**
 * Stages in SDK harnesses.
 *
 * @param spec what the harnesses are told of their job
 */
public record HarnessExecutors(HarnessSpec spec) implements StageExecutors {

  @Override
  public StageExecutor create(StageSpec stage, StageServices services, StageHost host) {
    return new HarnessStage(
        stage, services, new TaskInbox(host::execute), () -> JobHarnesses.of(host, spec));
  }

  @Override
  public StatefulRoot statefulRoot(StageSpec stage) {
    return StatefulParDo.of(stage);
  }
}
