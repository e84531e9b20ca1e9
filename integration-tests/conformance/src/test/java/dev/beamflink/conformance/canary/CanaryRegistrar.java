package dev.beamflink.conformance.canary;

import java.util.List;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsRegistrar;
import org.apache.beam.sdk.runners.PipelineRunnerRegistrar;

/** Lets Beam find {@code --runner=CanaryRunner} and its options. */
public final class CanaryRegistrar implements PipelineRunnerRegistrar, PipelineOptionsRegistrar {

  @Override
  public Iterable<Class<? extends PipelineRunner<?>>> getPipelineRunners() {
    return List.of(CanaryRunner.class);
  }

  @Override
  public Iterable<Class<? extends PipelineOptions>> getPipelineOptions() {
    return List.of(CanaryOptions.class);
  }
}
