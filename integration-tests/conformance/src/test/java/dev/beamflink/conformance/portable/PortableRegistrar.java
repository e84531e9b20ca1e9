package dev.beamflink.conformance.portable;

import java.util.List;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.runners.PipelineRunnerRegistrar;

/** Lets Beam find {@code --runner=PortableTestRunner}. */
public final class PortableRegistrar implements PipelineRunnerRegistrar {

  @Override
  public Iterable<Class<? extends PipelineRunner<?>>> getPipelineRunners() {
    return List.of(PortableTestRunner.class);
  }
}
