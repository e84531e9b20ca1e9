package dev.beamflink.runner.jobserver;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactFilePayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactInformation;
import org.apache.beam.runners.fnexecution.artifact.ArtifactRetrievalService;
import org.apache.beam.sdk.util.common.ReflectHelpers;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;

/** Finds the jars that were staged for the Java code of a pipeline. */
final class StagedClasses {

  private StagedClasses() {}

  /**
   * Those that this process lacks: expansion services stage all that they run with, which may be
   * what is here. Of equal ones the first.
   *
   * @param pipeline its artifacts where they are now
   * @param environments ids of the environments of the code
   * @throws UncheckedIOException if one can't be read
   */
  static List<Path> of(RunnerApi.Pipeline pipeline, Set<String> environments) {
    List<Path> present =
        Stream.of(System.getProperty("java.class.path", "").split(File.pathSeparator, -1))
            .map(Path::of)
            .filter(Files::isRegularFile)
            .toList();
    List<Path> jars = new ArrayList<>();
    for (String id : environments) {
      for (ArtifactInformation artifact :
          pipeline.getComponents().getEnvironmentsOrThrow(id).getDependenciesList()) {
        Path jar = file(artifact);
        if (Stream.concat(present.stream(), jars.stream()).noneMatch(other -> equal(other, jar))) {
          jars.add(jar);
        }
      }
    }
    return jars;
  }

  private static Path file(ArtifactInformation artifact) {
    if (!artifact.getTypeUrn().equals(ArtifactRetrievalService.FILE_ARTIFACT_URN)) {
      throw new IllegalArgumentException(
          "Java code is staged as '%s', expected files".formatted(artifact.getTypeUrn()));
    }
    try {
      String path = ArtifactFilePayload.parseFrom(artifact.getTypePayload()).getPath();
      return path.startsWith(PackedLayout.CLASS_PATH)
          ? unpacked(path.substring(PackedLayout.CLASS_PATH.length()))
          : Path.of(path);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("An artifact can't be read: " + e.getMessage(), e);
    }
  }

  /** A jar that is packed into the one that this runs from. */
  private static Path unpacked(String entry) {
    try (InputStream in = ReflectHelpers.findClassLoader().getResourceAsStream(entry)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "Java code of the pipeline, '%s', is not in its jar".formatted(entry));
      }
      Path jar = Files.createTempFile("packed", ".jar");
      jar.toFile().deleteOnExit();
      Files.copy(in, jar, StandardCopyOption.REPLACE_EXISTING);
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException("Java code of the pipeline can't be unpacked: " + entry, e);
    }
  }

  private static boolean equal(Path one, Path other) {
    try {
      return Files.size(one) == Files.size(other) && Files.mismatch(one, other) < 0;
    } catch (IOException e) {
      throw new UncheckedIOException("Java code of the pipeline can't be read: " + other, e);
    }
  }
}
