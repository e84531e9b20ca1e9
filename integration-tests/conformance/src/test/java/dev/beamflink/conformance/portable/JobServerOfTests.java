package dev.beamflink.conformance.portable;

import dev.beamflink.runner.jobserver.JobServer;
import dev.beamflink.runner.jobserver.JobServerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.apache.beam.model.jobmanagement.v1.JobApi.PrepareJobRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.RunJobRequest;
import org.apache.beam.model.jobmanagement.v1.JobServiceGrpc;
import org.apache.beam.model.jobmanagement.v1.JobServiceGrpc.JobServiceBlockingStub;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.util.construction.PipelineOptionsTranslation;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ManagedChannelBuilder;

/** The one job server of a JVM that runs tests. It ends with the JVM. */
final class JobServerOfTests {

  private static final int NO_EXPANSION = -1;

  private JobServerOfTests() {}

  private static final class Holder {
    static final JobServiceBlockingStub STUB = start();

    private static JobServiceBlockingStub start() {
      try {
        JobServer server =
            JobServer.start(
                new JobServerSettings(
                    "localhost",
                    0,
                    0,
                    NO_EXPANSION,
                    Files.createTempDirectory("artifacts"),
                    true,
                    1,
                    "[local]",
                    null));
        return JobServiceGrpc.newBlockingStub(
            ManagedChannelBuilder.forTarget(server.endpoint())
                .usePlaintext()
                .maxInboundMessageSize(Integer.MAX_VALUE)
                .build());
      } catch (IOException e) {
        throw new UncheckedIOException("The job server does not start", e);
      }
    }
  }

  /** Starts a job; its pipeline has no artifacts. */
  static ServedJob run(RunnerApi.Pipeline pipeline, PipelineOptions options) {
    JobServiceBlockingStub stub = Holder.STUB;
    String preparation =
        stub.prepare(
                PrepareJobRequest.newBuilder()
                    .setJobName(options.getJobName())
                    .setPipeline(pipeline)
                    .setPipelineOptions(PipelineOptionsTranslation.toProto(options))
                    .build())
            .getPreparationId();
    return new ServedJob(
        stub,
        stub.run(RunJobRequest.newBuilder().setPreparationId(preparation).build()).getJobId());
  }
}
