package dev.beamflink.runner.jobserver;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.beam.fn.harness.FnHarness;
import org.apache.beam.model.fnexecution.v1.ProvisionApi.GetProvisionInfoRequest;
import org.apache.beam.model.fnexecution.v1.ProvisionApi.ProvisionInfo;
import org.apache.beam.model.fnexecution.v1.ProvisionServiceGrpc;
import org.apache.beam.model.jobmanagement.v1.ArtifactApi.GetArtifactRequest;
import org.apache.beam.model.jobmanagement.v1.ArtifactApi.GetArtifactResponse;
import org.apache.beam.model.jobmanagement.v1.ArtifactRetrievalServiceGrpc;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactInformation;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactStagingToRolePayload;
import org.apache.beam.sdk.fn.channel.AddHarnessIdInterceptor;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.util.JsonFormat;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ManagedChannel;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ManagedChannelBuilder;

/** The program of a PROCESS environment: boots a harness of the Java SDK, as its container does. */
final class JavaWorker {

  /** The system property that names the directory with the worker's artifacts. */
  static final String ARTIFACTS = "worker.artifacts";

  private JavaWorker() {}

  /** Writes a script that starts this program in a JVM of its own. */
  static Path script(Path directory) throws IOException {
    return script(
        directory,
        "exec '%s' -Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '%s' %s \"$@\""
            .formatted(
                ProcessHandle.current().info().command().orElseThrow(),
                System.getProperty("java.class.path").replace(File.pathSeparatorChar, ':'),
                JavaWorker.class.getName()));
  }

  /** Writes a script of other lines. */
  static Path script(Path directory, String... lines) throws IOException {
    Path script = Files.createTempFile(directory, "worker", ".sh");
    Files.writeString(script, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  public static void main(String[] arguments) throws Exception {
    Map<String, String> told =
        Arrays.stream(arguments)
            .map(argument -> argument.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    ProvisionInfo job = provision(told.get("--id"), told.get("--provision_endpoint"));
    System.setProperty(ARTIFACTS, artifacts(job).toString());
    Map<String, String> environment = new HashMap<>();
    environment.put("HARNESS_ID", told.get("--id"));
    environment.put("PIPELINE_OPTIONS", JsonFormat.printer().print(job.getPipelineOptions()));
    environment.put("CONTROL_API_SERVICE_DESCRIPTOR", job.getControlEndpoint().toString());
    environment.put("LOGGING_API_SERVICE_DESCRIPTOR", job.getLoggingEndpoint().toString());
    environment.put("RUNNER_CAPABILITIES", String.join(" ", job.getRunnerCapabilitiesList()));
    FnHarness.main(environment::get);
    System.exit(0); // as the container's program ends with its harness
  }

  private static Path artifacts(ProvisionInfo job) throws Exception {
    Path directory = Files.createTempDirectory("artifacts");
    directory.toFile().deleteOnExit();
    ManagedChannel channel =
        ManagedChannelBuilder.forTarget(job.getArtifactEndpoint().getUrl()).usePlaintext().build();
    try {
      for (ArtifactInformation artifact : job.getDependenciesList()) {
        Path file =
            directory.resolve(
                ArtifactStagingToRolePayload.parseFrom(artifact.getRolePayload()).getStagedName());
        file.toFile().deleteOnExit();
        try (OutputStream out = Files.newOutputStream(file)) {
          Iterator<GetArtifactResponse> parts =
              ArtifactRetrievalServiceGrpc.newBlockingStub(channel)
                  .getArtifact(GetArtifactRequest.newBuilder().setArtifact(artifact).build());
          while (parts.hasNext()) {
            parts.next().getData().writeTo(out);
          }
        }
      }
    } finally {
      channel.shutdownNow();
    }
    return directory;
  }

  private static ProvisionInfo provision(String id, String address) {
    ManagedChannel channel =
        ManagedChannelBuilder.forTarget(address)
            .usePlaintext()
            .intercept(AddHarnessIdInterceptor.create(id))
            .build();
    try {
      return ProvisionServiceGrpc.newBlockingStub(channel)
          .getProvisionInfo(GetProvisionInfoRequest.getDefaultInstance())
          .getInfo();
    } finally {
      channel.shutdownNow();
    }
  }
}
