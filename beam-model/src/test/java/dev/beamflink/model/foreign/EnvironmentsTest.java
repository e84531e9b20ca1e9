package dev.beamflink.model.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactInformation;
import org.apache.beam.model.pipeline.v1.RunnerApi.DockerPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.apache.beam.model.pipeline.v1.RunnerApi.ExternalPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.ProcessPayload;
import org.apache.beam.sdk.util.construction.Environments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which environments a pipeline ends up with. */
class EnvironmentsTest {

  private static final ArtifactInformation ARTIFACT =
      ArtifactInformation.newBuilder().setTypeUrn("artifact").build();
  private static final Environment DOCKER =
      Environments.createDockerEnvironment("image").toBuilder()
          .addCapabilities("able")
          .addDependencies(ARTIFACT)
          .build();
  private static final Environment PROCESS =
      Environments.createProcessEnvironment("", "", "boot", Map.of("A", "b"));

  @Test
  void overrideLeavesArtifactsAndCapabilities() throws Exception {
    Environment result = overridden("EXTERNAL:localhost:50000", DOCKER);
    assertEquals("beam:env:external:v1", result.getUrn());
    assertEquals(
        "localhost:50000", ExternalPayload.parseFrom(result.getPayload()).getEndpoint().getUrl());
    assertEquals(DOCKER.getCapabilitiesList(), result.getCapabilitiesList());
    assertEquals(DOCKER.getDependenciesList(), result.getDependenciesList());
  }

  @Test
  void overrideByCommand() throws Exception {
    Environment result = overridden("PROCESS:/opt/boot", DOCKER);
    assertEquals("beam:env:process:v1", result.getUrn());
    assertEquals("/opt/boot", ProcessPayload.parseFrom(result.getPayload()).getCommand());
  }

  @Test
  void overrideByCommandWithVariables() {
    assertEquals(
        PROCESS, overridden("PROCESS:{\"command\": \"boot\", \"env\": {\"A\": \"b\"}}", PROCESS));
  }

  @Test
  void overrideByImage() throws Exception {
    Environment result = overridden("DOCKER:registry/beam:1", PROCESS);
    assertEquals("beam:env:docker:v1", result.getUrn());
    assertEquals(
        "registry/beam:1", DockerPayload.parseFrom(result.getPayload()).getContainerImage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "PROCESS",
        "PROCESS:",
        "PROCESS: ",
        "PROCESS:{",
        "PROCESS:{\"env\": {}}",
        "process:boot"
      })
  void brokenOverrideIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> EnvironmentOverride.parse(text));
  }

  @Test
  void processIsChosenBeforeContainer() {
    assertEquals(PROCESS, resolved(Environments.createAnyOfEnvironment(DOCKER, PROCESS)));
  }

  @Test
  void chosenOneInheritsWhatTheChoiceHas() {
    Environment choice =
        Environments.createAnyOfEnvironment(PROCESS).toBuilder()
            .addCapabilities("able")
            .addDependencies(ARTIFACT)
            .build();
    assertEquals(
        PROCESS.toBuilder().addCapabilities("able").addDependencies(ARTIFACT).build(),
        resolved(choice));
  }

  @Test
  void choiceOfNothingStays() {
    Environment choice = Environments.createAnyOfEnvironment();
    assertEquals(choice, resolved(choice));
  }

  @Test
  void oneEnvironmentStays() {
    assertEquals(DOCKER, resolved(DOCKER));
  }

  private static Environment overridden(String text, Environment environment) {
    return environment(EnvironmentOverride.parse(text).applyTo(pipeline(environment)));
  }

  private static Environment resolved(Environment environment) {
    return environment(AnyOfEnvironments.resolved(pipeline(environment)));
  }

  private static RunnerApi.Pipeline pipeline(Environment environment) {
    RunnerApi.Pipeline.Builder pipeline = RunnerApi.Pipeline.newBuilder();
    pipeline.getComponentsBuilder().putEnvironments("id", environment);
    return pipeline.build();
  }

  private static Environment environment(RunnerApi.Pipeline pipeline) {
    return pipeline.getComponents().getEnvironmentsOrThrow("id");
  }

  @Test
  void embeddedCodeAndThatOfPlainJavaImagesRunsInProcess() {
    Environment plain = javaContainer(Environments.JAVA_SDK_HARNESS_ENVIRONMENT);
    Environment own = javaContainer(Environments.createDockerEnvironment("my/image:1"));
    Environment embedded = Environment.newBuilder().setUrn("EMBEDDED").build();
    RunnerApi.Pipeline.Builder pipeline = RunnerApi.Pipeline.newBuilder();
    pipeline
        .getComponentsBuilder()
        .putEnvironments("plain", plain)
        .putEnvironments("own", own)
        .putEnvironments("embedded", embedded)
        .putEnvironments("python", DOCKER)
        .putEnvironments("process", PROCESS);
    assertEquals(Set.of("embedded", "plain"), JavaEnvironments.inProcess(pipeline.build()));
  }

  /** Objects that were serialized with another version may not be readable here. */
  @Test
  void javaImageOfAnotherVersionIsAContainer() {
    Environment older =
        Environments.createDockerEnvironment("apache/beam_java17_sdk:2.60.0").toBuilder()
            .addCapabilities("beam:version:sdk_base:apache/beam_java17_sdk:2.60.0")
            .build();
    RunnerApi.Pipeline.Builder pipeline = RunnerApi.Pipeline.newBuilder();
    pipeline.getComponentsBuilder().putEnvironments("older", older);
    assertEquals(Set.of(), JavaEnvironments.inProcess(pipeline.build()));
  }

  private static Environment javaContainer(Environment environment) {
    return environment.toBuilder().addAllCapabilities(Environments.getJavaCapabilities()).build();
  }
}
