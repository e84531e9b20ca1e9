package dev.beamflink.model.foreign;

import org.apache.beam.model.pipeline.v1.Endpoints.ApiServiceDescriptor;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.DockerPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.apache.beam.model.pipeline.v1.RunnerApi.ExternalPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.ProcessPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.StandardEnvironments.Environments;
import org.apache.beam.sdk.util.construction.BeamUrns;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.util.JsonFormat;

/**
 * Where all user code of a pipeline runs, whatever its SDKs and expansion services have asked for.
 *
 * @param urn kind of the environment
 * @param payload of that kind
 */
public record EnvironmentOverride(String urn, ByteString payload) {

  /**
   * Reads an override: {@code EXTERNAL:host:port}, {@code DOCKER:image}, {@code PROCESS:command} or
   * {@code PROCESS:{"command": ..., "env": {...}}}.
   *
   * @throws IllegalArgumentException if it is none of these; says what is wrong with it
   */
  public static EnvironmentOverride parse(String text) {
    int colon = text.indexOf(':');
    String kind = colon < 0 ? text : text.substring(0, colon);
    String config = colon < 0 ? "" : text.substring(colon + 1).strip();
    if (config.isEmpty()) {
      throw new IllegalArgumentException("has nothing behind a colon");
    }
    return switch (kind) {
      case "EXTERNAL" ->
          new EnvironmentOverride(BeamUrns.getUrn(Environments.EXTERNAL), external(config));
      case "PROCESS" ->
          new EnvironmentOverride(BeamUrns.getUrn(Environments.PROCESS), process(config));
      case "DOCKER" ->
          new EnvironmentOverride(
              BeamUrns.getUrn(Environments.DOCKER),
              DockerPayload.newBuilder().setContainerImage(config).build().toByteString());
      default -> throw new IllegalArgumentException("begins with '%s'".formatted(kind));
    };
  }

  private static ByteString external(String address) {
    return ExternalPayload.newBuilder()
        .setEndpoint(ApiServiceDescriptor.newBuilder().setUrl(address))
        .build()
        .toByteString();
  }

  private static ByteString process(String config) {
    ProcessPayload.Builder payload = ProcessPayload.newBuilder();
    if (!config.startsWith("{")) {
      payload.setCommand(config);
    } else {
      try {
        JsonFormat.parser().merge(config, payload);
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalArgumentException("has broken JSON: " + e.getMessage(), e);
      }
    }
    if (payload.getCommand().isEmpty()) {
      throw new IllegalArgumentException("names no command");
    }
    return payload.build().toByteString();
  }

  /** Returns the pipeline with this in place of each of its environments. */
  public RunnerApi.Pipeline applyTo(RunnerApi.Pipeline pipeline) {
    RunnerApi.Pipeline.Builder overridden = pipeline.toBuilder();
    pipeline
        .getComponents()
        .getEnvironmentsMap()
        .forEach(
            (id, environment) ->
                overridden.getComponentsBuilder().putEnvironments(id, applyTo(environment)));
    return overridden.build();
  }

  /** What the environment holds, and what its SDK is able to do, stays. */
  private Environment applyTo(Environment environment) {
    return environment.toBuilder().setUrn(urn).setPayload(payload).build();
  }
}
