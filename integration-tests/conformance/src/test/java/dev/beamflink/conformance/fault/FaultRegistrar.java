package dev.beamflink.conformance.fault;

import java.util.List;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.runners.PipelineRunnerRegistrar;

/** Lets Beam find {@code --runner=FaultRunner}. */
public final class FaultRegistrar implements PipelineRunnerRegistrar {

  @Override
  public Iterable<Class<? extends PipelineRunner<?>>> getPipelineRunners() {
    return List.of(FaultRunner.class);
  }
}
