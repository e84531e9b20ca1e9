package dev.beamflink.runner.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StagedJarsTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/flink/lib/flink-dist-2.3.0.jar",
        "/repository/flink-core-2.3.0.jar",
        "/repository/flink-shaded-guava-33.5.0-jre-21.0.jar",
        "/repository/flink-statebackend-rocksdb-2.3.0.jar",
        "/repository/frocksdbjni-8.10.0-ververica-1.0.jar",
        "/repository/log4j-1.2-api-2.25.3.jar"
      })
  void clustersHaveFlinkAndItsLogging(String file) {
    assertTrue(StagedJars.isFlinkItself(file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/job/pipeline.jar",
        "/repository/flink-translation-0.1.0-SNAPSHOT.jar",
        "/repository/runner-flink-0.1.0.jar",
        "/repository/flink-connector-kafka-4.0.0-2.0.jar",
        "/repository/flink-shaded-hadoop-2-uber-2.8.3-10.0.jar",
        "/repository/flink-s3-fs-hadoop-2.3.0.jar",
        "/flink-core-2.3.0.jar/classes"
      })
  void allElseGoesWithTheJob(String file) {
    assertFalse(StagedJars.isFlinkItself(file));
  }

  @Test
  void directoryBecomesAJar() throws IOException {
    Path classes = Files.createDirectory(directory.resolve("classes"));
    Files.writeString(classes.resolve("resource"), "text");
    Path jar = Files.createFile(directory.resolve("other.jar"));
    List<String> staged = StagedJars.of(List.of(jar.toString(), classes.toString()));
    assertEquals(2, staged.size());
    assertEquals(jar.toUri().toString(), staged.get(0));
    try (JarFile packed = new JarFile(Path.of(URI.create(staged.get(1))).toFile())) {
      assertTrue(packed.stream().anyMatch(entry -> entry.getName().endsWith("resource")));
    }
  }
}
