package dev.beamflink.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.apache.flink.configuration.CoreOptions;
import org.junit.jupiter.api.Test;

/** What is in the examples jar, and above all what is not. */
class ExamplesJarITCase {

  /**
   * A class in both places would be loaded from one or the other, as class loaders happen to be.
   */
  @Test
  void holdsNoClassThatFlinkBrings() throws IOException {
    Set<String> shared = new TreeSet<>(classes(TestSettings.EXAMPLES_JAR));
    Set<String> ofFlink = new HashSet<>();
    try (Stream<Path> lib = Files.list(TestSettings.FLINK_HOME.resolve("lib"))) {
      for (Path jar : lib.toList()) {
        ofFlink.addAll(classes(jar));
      }
    }
    shared.retainAll(ofFlink);
    assertEquals(Set.of(), shared);
  }

  /** Flink ignores such classes in a user's jar. */
  @Test
  void holdsNoClassThatFlinkLoadsFromItselfOnly() throws IOException {
    List<String> parentFirst = CoreOptions.ALWAYS_PARENT_FIRST_LOADER_PATTERNS.defaultValue();
    List<String> ignored =
        classes(TestSettings.EXAMPLES_JAR).stream()
            .map(path -> path.replace('/', '.'))
            .filter(name -> parentFirst.stream().anyMatch(name::startsWith))
            .toList();
    assertEquals(List.of(), ignored);
  }

  @Test
  void holdsRunnerAndSdk() throws IOException {
    List<String> classes = classes(TestSettings.EXAMPLES_JAR);
    assertTrue(classes.contains("org/apache/beam/runners/flink/FlinkRunner.class"));
    assertTrue(classes.contains("org/apache/beam/sdk/Pipeline.class"));
  }

  @Test
  void servicesOfAllPartsAreMerged() throws IOException {
    try (JarFile jar = new JarFile(TestSettings.EXAMPLES_JAR.toFile())) {
      String options = service(jar, "org.apache.beam.sdk.options.PipelineOptionsRegistrar");
      assertTrue(options.contains("dev.beamflink.runner."), options);
      assertTrue(options.contains("org.apache.beam.sdk."), options);
    }
  }

  private static String service(JarFile jar, String name) throws IOException {
    byte[] content = jar.getInputStream(jar.getEntry("META-INF/services/" + name)).readAllBytes();
    return new String(content, StandardCharsets.UTF_8);
  }

  private static List<String> classes(Path path) throws IOException {
    try (JarFile jar = new JarFile(path.toFile())) {
      return new ArrayList<>(
          jar.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
              .filter(name -> !name.equals("module-info.class"))
              .toList());
    }
  }
}
