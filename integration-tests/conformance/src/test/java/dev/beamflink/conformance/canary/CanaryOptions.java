package dev.beamflink.conformance.canary;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;

/** Options of {@link CanaryRunner}. */
public interface CanaryOptions extends PipelineOptions {

  @Description("What is done to the elements of every root")
  @Validation.Required
  Canary getCanary();

  void setCanary(Canary canary);

  @Description("Name of the runner that executes the changed pipeline")
  @Validation.Required
  String getCanaryRunner();

  void setCanaryRunner(String runner);
}
