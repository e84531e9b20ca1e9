package dev.beamflink.runner.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** The SDK harnesses of pipelines that come through the job server. */
public interface HarnessOptions extends PipelineOptions {

  @Description(
      "Where all user code of the pipeline runs, whatever its SDKs and expansion services have asked"
          + " for: `EXTERNAL:host:port`, the address of a worker pool; `PROCESS:command`, or"
          + " `PROCESS:{\"command\": \"...\", \"env\": {\"NAME\": \"value\"}}`; `DOCKER:image`.")
  @Nullable String getEnvironmentOverride();

  void setEnvironmentOverride(@Nullable String override);

  @Description(
      "Seconds from the start of an SDK harness until it has connected. If they have passed, or the"
          + " harness has ended by itself three times in a row, the job ends, and is not restarted.")
  @Default.Integer(300)
  @AllowedRange(from = 1)
  int getEnvironmentStartTimeoutInSecs();

  void setEnvironmentStartTimeoutInSecs(int seconds);
}
