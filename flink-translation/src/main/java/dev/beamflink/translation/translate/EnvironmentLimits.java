package dev.beamflink.translation.translate;

import java.util.Optional;
import org.apache.beam.model.pipeline.v1.RunnerApi.DockerPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.apache.beam.model.pipeline.v1.RunnerApi.ExternalPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.ProcessPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.StandardEnvironments.Environments;
import org.apache.beam.sdk.util.construction.BeamUrns;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;

/** Which environments can be started. */
final class EnvironmentLimits {

  private static final String EXTERNAL = BeamUrns.getUrn(Environments.EXTERNAL);
  private static final String PROCESS = BeamUrns.getUrn(Environments.PROCESS);
  private static final String DOCKER = BeamUrns.getUrn(Environments.DOCKER);

  private EnvironmentLimits() {}

  /** Why an environment can't be started, as far as that can be told without trying. */
  static Optional<String> reasonAgainst(Environment environment) {
    String urn = environment.getUrn();
    try {
      if (urn.equals(EXTERNAL)) {
        return ExternalPayload.parseFrom(environment.getPayload()).getEndpoint().getUrl().isEmpty()
            ? lacks(urn, "an address of its worker pool")
            : Optional.empty();
      }
      if (urn.equals(PROCESS)) {
        return ProcessPayload.parseFrom(environment.getPayload()).getCommand().isEmpty()
            ? lacks(urn, "a command")
            : Optional.empty();
      }
      if (urn.equals(DOCKER)) {
        return DockerPayload.parseFrom(environment.getPayload()).getContainerImage().isEmpty()
            ? lacks(urn, "an image")
            : Optional.empty();
      }
    } catch (InvalidProtocolBufferException e) {
      return lacks(urn, "a payload that can be read");
    }
    return Optional.of(
        "runs in an environment of kind '%s', but only '%s', '%s' and '%s' can be started"
            .formatted(urn, EXTERNAL, PROCESS, DOCKER));
  }

  private static Optional<String> lacks(String urn, String what) {
    return Optional.of("runs in an environment of kind '%s' that lacks %s".formatted(urn, what));
  }
}
