package dev.beamflink.runner.jobserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactFilePayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactInformation;
import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which staged files go with a job as its Java code. */
class StagedClassesTest {

  @TempDir private Path directory;

  @Test
  void jarsOfTheEnvironmentsInOrder() throws Exception {
    Path b = file("b");
    Path a = file("a");
    assertEquals(List.of(b, a), StagedClasses.of(pipeline(environment(b, a)), Set.of("0")));
  }

  @Test
  void thoseOfOtherEnvironmentsDoNot() throws Exception {
    Path a = file("a");
    Path b = file("b");
    assertEquals(
        List.of(b), StagedClasses.of(pipeline(environment(a), environment(b)), Set.of("1")));
  }

  /** Two expansions by one service bring the same. */
  @Test
  void equalOnesGoOnce() throws Exception {
    Path a = file("a");
    Path copy = Files.copy(a, directory.resolve("copy"));
    assertEquals(List.of(a), StagedClasses.of(pipeline(environment(a, copy)), Set.of("0")));
  }

  @Test
  void whatIsOnTheClassPathDoesNotGoAgain() throws Exception {
    Path here =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(Path::of)
            .filter(Files::isRegularFile)
            .findFirst()
            .orElseThrow();
    Path copy = Files.copy(here, directory.resolve("copy"));
    assertEquals(List.of(), StagedClasses.of(pipeline(environment(copy)), Set.of("0")));
  }

  /** As of a pipeline that was packed with its code. */
  @Test
  void jarInTheRunningOneIsUnpacked() throws Exception {
    Path packed = directory.resolve("packed.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(packed))) {
      out.putNextEntry(new JarEntry("artifacts/code.jar"));
      out.write("code".getBytes(StandardCharsets.UTF_8));
    }
    ContextClasses running = new ContextClasses();
    running.add(List.of(packed));
    try (running) {
      List<Path> jars =
          StagedClasses.of(pipeline(environment("classpath://artifacts/code.jar")), Set.of("0"));
      assertEquals("code", Files.readString(jars.get(0)));
    }
  }

  @Test
  void missingFileIsNamed() {
    RunnerApi.Pipeline pipeline = pipeline(environment(directory.resolve("gone.jar")));
    UncheckedIOException refusal =
        assertThrows(UncheckedIOException.class, () -> StagedClasses.of(pipeline, Set.of("0")));
    assertEquals(
        "Java code of the pipeline can't be read: " + directory.resolve("gone.jar"),
        refusal.getMessage());
  }

  private Path file(String content) throws IOException {
    return Files.writeString(directory.resolve(content), content);
  }

  private static Environment environment(Path... files) {
    return environment(Stream.of(files).map(Path::toString).toArray(String[]::new));
  }

  private static Environment environment(String... files) {
    Environment.Builder environment = Environment.newBuilder();
    for (String file : files) {
      environment.addDependencies(
          ArtifactInformation.newBuilder()
              .setTypeUrn("beam:artifact:type:file:v1")
              .setTypePayload(
                  ArtifactFilePayload.newBuilder().setPath(file).build().toByteString()));
    }
    return environment.build();
  }

  /** The environments have their positions as ids. */
  private static RunnerApi.Pipeline pipeline(Environment... environments) {
    RunnerApi.Pipeline.Builder pipeline = RunnerApi.Pipeline.newBuilder();
    for (int i = 0; i < environments.length; i++) {
      pipeline.getComponentsBuilder().putEnvironments(String.valueOf(i), environments[i]);
    }
    return pipeline.build();
  }
}
