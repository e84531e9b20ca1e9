package dev.beamflink.conformance.portable;

import java.util.List;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobState;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PortablePipelineOptions;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.util.construction.SdkComponents;

/**
 * Sends pipelines to a job server in this JVM and waits for their end. Selected by {@code
 * --runner=PortableTestRunner}; of a failure it knows what the server has told, which is text.
 */
public final class PortableTestRunner extends PipelineRunner<PipelineResult> {

  private final PipelineOptions options;

  private PortableTestRunner(PipelineOptions options) {
    this.options = options;
  }

  /** Called by Beam, by reflection. */
  public static PortableTestRunner fromOptions(PipelineOptions options) {
    return new PortableTestRunner(options);
  }

  @Override
  public PipelineResult run(Pipeline pipeline) {
    // The server has the classes of this JVM.
    options.as(PortablePipelineOptions.class).setFilesToStage(List.of());
    RunnerApi.Pipeline proto = PipelineTranslation.toProto(pipeline, SdkComponents.create(options));
    ServedJob job = JobServerOfTests.run(proto, options);
    JobState.Enum end = job.await();
    if (end == JobState.Enum.FAILED) {
      throw failure(job);
    }
    return new ServedResult(job, proto);
  }

  private static PipelineExecutionException failure(ServedJob job) {
    Throwable trace = new RuntimeException(job.details());
    return new PipelineExecutionException(
        job.error().contains(AssertionError.class.getName())
            ? new AssertionError(job.error(), trace)
            : new RuntimeException(job.error(), trace));
  }
}
