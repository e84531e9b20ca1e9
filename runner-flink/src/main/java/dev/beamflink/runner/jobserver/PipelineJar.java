package dev.beamflink.runner.jobserver;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactFilePayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactInformation;
import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.apache.beam.runners.flink.FlinkPipelineRunner;
import org.apache.beam.runners.fnexecution.artifact.ArtifactRetrievalService;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Struct;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.util.JsonFormat;

/**
 * A jar that runs one pipeline: a copy of the runner's, with pipeline, options and artifacts in it.
 * Needs nothing of the machine that it was written on.
 *
 * @param runner the jar of the job server
 */
record PipelineJar(Path runner) {

  /** Of the pipeline in the jar; the job's name is among its options. */
  private static final String NAME = "pipeline";

  /** With the jar that this class is in; nothing if it is in none, as in an IDE. */
  static Optional<PipelineJar> ofThisRunner() {
    try {
      Path here =
          Path.of(PipelineJar.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Optional.of(here).filter(Files::isRegularFile).map(PipelineJar::new);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("The place of a class is no URI", e);
    }
  }

  /**
   * Writes the jar. There is none at the path, or a complete one.
   *
   * @param pipeline with its artifacts as files of this machine
   */
  void write(Path path, RunnerApi.Pipeline pipeline, Struct options, String jobName)
      throws IOException {
    Path target = path.toAbsolutePath();
    Files.createDirectories(target.getParent());
    Path partial = Files.createTempFile(target.getParent(), "pipeline", ".jar");
    try {
      Files.copy(runner, partial, StandardCopyOption.REPLACE_EXISTING);
      try (FileSystem jar = FileSystems.newFileSystem(partial)) {
        fill(jar, pipeline, PackedPipeline.withJobName(options, jobName));
      }
      Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private static void fill(FileSystem jar, RunnerApi.Pipeline pipeline, Struct options)
      throws IOException {
    setMainClass(jar);
    write(jar, PackedLayout.MANIFEST, PackedLayout.manifest(NAME));
    write(jar, PackedLayout.options(NAME), JsonFormat.printer().print(options));
    write(
        jar, PackedLayout.pipeline(NAME), JsonFormat.printer().print(withArtifacts(jar, pipeline)));
  }

  private static void setMainClass(FileSystem jar) throws IOException {
    Path entry = jar.getPath(JarFile.MANIFEST_NAME);
    Manifest manifest = new Manifest();
    if (Files.exists(entry)) {
      try (var in = Files.newInputStream(entry)) {
        manifest.read(in);
      }
    }
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(Attributes.Name.MAIN_CLASS, FlinkPipelineRunner.class.getName());
    Files.createDirectories(entry.toAbsolutePath().getParent());
    try (OutputStream out = Files.newOutputStream(entry)) {
      manifest.write(out);
    }
  }

  private static void write(FileSystem jar, String entry, String text) throws IOException {
    Path path = jar.getPath(entry);
    Files.createDirectories(path.toAbsolutePath().getParent());
    Files.writeString(path, text);
  }

  /** Takes the artifacts into the jar; answers the pipeline that finds them there. */
  private static RunnerApi.Pipeline withArtifacts(FileSystem jar, RunnerApi.Pipeline pipeline)
      throws IOException {
    RunnerApi.Pipeline.Builder packed = pipeline.toBuilder();
    int number = 0;
    for (Map.Entry<String, Environment> entry :
        pipeline.getComponents().getEnvironmentsMap().entrySet()) {
      Environment.Builder environment = entry.getValue().toBuilder().clearDependencies();
      for (ArtifactInformation artifact : entry.getValue().getDependenciesList()) {
        environment.addDependencies(packed(jar, number++, artifact));
      }
      packed.getComponentsBuilder().putEnvironments(entry.getKey(), environment.build());
    }
    return packed.build();
  }

  private static ArtifactInformation packed(
      FileSystem jar, int number, ArtifactInformation artifact) throws IOException {
    if (!artifact.getTypeUrn().equals(ArtifactRetrievalService.FILE_ARTIFACT_URN)) {
      return artifact; // found elsewhere, from anywhere
    }
    Path staged = localPath(ArtifactFilePayload.parseFrom(artifact.getTypePayload()).getPath());
    String entry = PackedLayout.artifact(NAME, ArtifactNames.of(number, artifact));
    Path inJar = jar.getPath(entry);
    Files.createDirectories(inJar.toAbsolutePath().getParent());
    Files.copy(staged, inJar);
    return artifact.toBuilder()
        .setTypePayload(
            ArtifactFilePayload.newBuilder()
                .setPath(PackedLayout.CLASS_PATH + entry)
                .build()
                .toByteString())
        .build();
  }

  private static Path localPath(String path) {
    return path.startsWith("file:") ? Path.of(URI.create(path)) : Path.of(path);
  }
}
