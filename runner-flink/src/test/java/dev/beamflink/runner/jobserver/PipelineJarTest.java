package dev.beamflink.runner.jobserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactFilePayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactInformation;
import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Struct;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Value;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineJarTest {

  /** Once: the SDK numbers what is in it at random. */
  private static final RunnerApi.Pipeline SOUND = FuzzPipelines.all().get(0);

  private static final Struct OPTIONS =
      Struct.newBuilder()
          .putFields("beam:option:parallelism:v1", Value.newBuilder().setStringValue("3").build())
          .build();

  @TempDir private Path directory;
  private Path runner;
  private Path artifact;
  private Path jar;

  @BeforeEach
  void files() throws IOException {
    artifact = Files.writeString(directory.resolve("0-code.txt"), "code");
    jar = directory.resolve("jobs/words.jar");
    runner = directory.resolve("runner.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "a.Server");
    manifest.getMainAttributes().putValue("Add-Opens", "java.base/java.lang");
    try (OutputStream out = Files.newOutputStream(runner);
        JarOutputStream entries = new JarOutputStream(out, manifest)) {
      entries.putNextEntry(new JarEntry("a/Server.class"));
    }
  }

  @Test
  void pipelineIsReadAsItWasWritten() throws Exception {
    new PipelineJar(runner).write(jar, pipeline(), OPTIONS, "words");
    try (URLClassLoader loader = loader()) {
      PackedPipeline packed = PackedPipeline.read(loader, null);
      assertEquals("words", packed.jobName());
      assertEquals(
          "3", packed.options().getFieldsOrThrow("beam:option:parallelism:v1").getStringValue());
      assertEquals(pipeline(), withoutArtifacts(packed.proto(), artifact.toString()));
    }
  }

  @Test
  void artifactsAreInTheJar() throws Exception {
    new PipelineJar(runner).write(jar, pipeline(), OPTIONS, "words");
    Files.delete(artifact);
    try (URLClassLoader loader = loader()) {
      String path = path(PackedPipeline.read(loader, null).proto());
      assertTrue(path.startsWith("classpath://BEAM-PIPELINE/pipeline/artifacts/"), path);
      try (var in = loader.getResourceAsStream(path.substring("classpath://".length()))) {
        assertEquals("code", new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
  }

  @Test
  void runnerIsInTheJarAndRunsThePipeline() throws Exception {
    new PipelineJar(runner).write(jar, pipeline(), OPTIONS, "words");
    try (JarFile written = new JarFile(jar.toFile())) {
      Attributes manifest = written.getManifest().getMainAttributes();
      assertEquals(
          "org.apache.beam.runners.flink.FlinkPipelineRunner",
          manifest.getValue(Attributes.Name.MAIN_CLASS));
      assertEquals("java.base/java.lang", manifest.getValue("Add-Opens"));
      assertTrue(written.getEntry("a/Server.class") != null);
    }
  }

  /** Whoever waits for the file must not find a half of it. */
  @Test
  void failureLeavesNothing() throws Exception {
    Files.delete(artifact);
    assertThrows(
        IOException.class, () -> new PipelineJar(runner).write(jar, pipeline(), OPTIONS, "words"));
    try (Stream<Path> left = Files.list(jar.getParent())) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void jarWithoutPipeline() throws Exception {
    Files.createDirectories(jar.getParent());
    Files.copy(runner, jar);
    try (URLClassLoader loader = loader()) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> PackedPipeline.read(loader, "other"));
      assertTrue(String.valueOf(refused.getMessage()).contains("BEAM-PIPELINE/other"));
    }
  }

  private URLClassLoader loader() throws IOException {
    return new URLClassLoader(new URL[] {jar.toUri().toURL()}, getClass().getClassLoader());
  }

  private RunnerApi.Pipeline pipeline() {
    RunnerApi.Pipeline.Builder pipeline = SOUND.toBuilder();
    pipeline
        .getComponentsBuilder()
        .putEnvironments(
            "env", Environment.newBuilder().addDependencies(file(artifact.toString())).build());
    return pipeline.build();
  }

  private static ArtifactInformation file(String path) {
    return ArtifactInformation.newBuilder()
        .setTypeUrn("beam:artifact:type:file:v1")
        .setTypePayload(ArtifactFilePayload.newBuilder().setPath(path).build().toByteString())
        .build();
  }

  private static String path(RunnerApi.Pipeline pipeline) throws Exception {
    return ArtifactFilePayload.parseFrom(
            pipeline
                .getComponents()
                .getEnvironmentsOrThrow("env")
                .getDependencies(0)
                .getTypePayload())
        .getPath();
  }

  private static RunnerApi.Pipeline withoutArtifacts(RunnerApi.Pipeline pipeline, String path) {
    RunnerApi.Pipeline.Builder before = pipeline.toBuilder();
    before
        .getComponentsBuilder()
        .putEnvironments("env", Environment.newBuilder().addDependencies(file(path)).build());
    return before.build();
  }
}
