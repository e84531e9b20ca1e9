package dev.beamflink.model.foreign;

import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.DockerPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.apache.beam.model.pipeline.v1.RunnerApi.StandardEnvironments;
import org.apache.beam.sdk.util.ReleaseInfo;
import org.apache.beam.sdk.util.construction.BeamUrns;
import org.apache.beam.sdk.util.construction.Environments;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;

/** Environments whose user code is Java that can run in the runner's own process. */
public final class JavaEnvironments {

  private static final String DOCKER = BeamUrns.getUrn(StandardEnvironments.Environments.DOCKER);

  /** A capability of every environment: the image that its SDK was released with. */
  private static final String SDK_IMAGE = "beam:version:sdk_base:";

  private static final String JAVA_IMAGE =
      ReleaseInfo.getReleaseInfo().getDefaultDockerRepoRoot()
          + "/"
          + ReleaseInfo.getReleaseInfo().getDefaultDockerRepoPrefix()
          + "java";

  private static final String VERSION = ":" + ReleaseInfo.getReleaseInfo().getSdkVersion();

  private JavaEnvironments() {}

  /**
   * Returns the ids of those of a pipeline: embedded ones, and containers that hold nothing but the
   * Java SDK in the runner's version, which is what expansion services give to transforms unless
   * told otherwise.
   */
  public static Set<String> inProcess(RunnerApi.Pipeline pipeline) {
    Set<String> ids = new TreeSet<>();
    pipeline
        .getComponents()
        .getEnvironmentsMap()
        .forEach(
            (id, environment) -> {
              if (environment.getUrn().equals(Environments.ENVIRONMENT_EMBEDDED)
                  || isPlainContainer(environment)) {
                ids.add(id);
              }
            });
    return ids;
  }

  /** Whether an environment's user code is Java, in whatever version. */
  public static boolean isJava(Environment environment) {
    return environment.getCapabilitiesList().stream()
        .anyMatch(capability -> capability.startsWith(SDK_IMAGE + JAVA_IMAGE));
  }

  private static boolean isPlainContainer(Environment environment) {
    if (!environment.getUrn().equals(DOCKER)) {
      return false;
    }
    try {
      String image = DockerPayload.parseFrom(environment.getPayload()).getContainerImage();
      return image.startsWith(JAVA_IMAGE)
          && image.endsWith(VERSION)
          && environment.getCapabilitiesList().contains(SDK_IMAGE + image);
    } catch (InvalidProtocolBufferException e) {
      return false; // refused later, by the name of a transform
    }
  }
}
