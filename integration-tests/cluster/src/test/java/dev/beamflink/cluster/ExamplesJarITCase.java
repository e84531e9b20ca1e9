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
import java.util.jar.JarEntry;
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
  void holdsEachFileOnce() throws IOException {
    try (JarFile jar = new JarFile(TestSettings.EXAMPLES_JAR.toFile())) {
      Set<String> seen = new HashSet<>();
      List<String> again =
          jar.stream().map(ZipEntry::getName).filter(name -> !seen.add(name)).toList();
      assertEquals(List.of(), again);
    }
  }

  @Test
  void servicesOfAllPartsAreMerged() throws IOException {
    String options =
        content("META-INF/services/org.apache.beam.sdk.options.PipelineOptionsRegistrar");
    assertTrue(options.contains("dev.beamflink.runner."), options);
    assertTrue(options.contains("org.apache.beam.sdk."), options);
  }

  /** Relocation has to rename providers in service files as it renames the classes. */
  @Test
  void holdsTheProvidersOfAllItsServices() throws IOException {
    Set<String> classes = new HashSet<>(classes(TestSettings.EXAMPLES_JAR));
    Set<String> missing = new TreeSet<>();
    try (JarFile jar = new JarFile(TestSettings.EXAMPLES_JAR.toFile())) {
      for (JarEntry service :
          jar.stream()
              .filter(entry -> entry.getName().matches("META-INF/services/[^/]+"))
              .toList()) {
        content(service.getName())
            .lines()
            .map(line -> line.replaceFirst("#.*", "").strip())
            .filter(provider -> !provider.isEmpty())
            .filter(provider -> !classes.contains(provider.replace('.', '/') + ".class"))
            .forEach(missing::add);
      }
    }
    assertEquals(Set.of(), missing);
  }

  @Test
  void holdsLicenceAndNotices() throws IOException {
    assertTrue(content("META-INF/LICENSE").contains("Apache License"));
    String notices = content("META-INF/NOTICE");
    for (String part : List.of("Beam on Flink", "Apache Beam", "Apache Commons Compress")) {
      assertTrue(notices.contains(part), notices);
    }
  }

  private static String content(String name) throws IOException {
    try (JarFile jar = new JarFile(TestSettings.EXAMPLES_JAR.toFile())) {
      byte[] content = jar.getInputStream(jar.getEntry(name)).readAllBytes();
      return new String(content, StandardCharsets.UTF_8);
    }
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
