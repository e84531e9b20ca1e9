package org.apache.beam.runners.flink;

import dev.beamflink.runner.jobserver.PackedPipelineCommand;
import org.apache.beam.sdk.PipelineResult;

/**
 * The main class of a jar with a pipeline in it. Beam's Python SDK copies the job server's jar,
 * adds a pipeline, uploads it to Flink and asks for a class of exactly this name to be run ({@code
 * --flink_submit_uber_jar}); that is why it is here and called so.
 */
public final class FlinkPipelineRunner {

  private FlinkPipelineRunner() {}

  /** Submits the pipeline; waits for its end if Flink runs this program attached. */
  public static void main(String[] arguments) throws Exception {
    PipelineResult result = PackedPipelineCommand.submit(arguments);
    result.waitUntilFinish();
  }
}
