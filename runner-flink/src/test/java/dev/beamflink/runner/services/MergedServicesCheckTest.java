package dev.beamflink.runner.services;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.apache.beam.sdk.Pipeline;
import org.junit.jupiter.api.Test;

class MergedServicesCheckTest {

  private static final String DIRECTORY = "META-INF/services/";

  private static final ClassLoader LOADER = MergedServicesCheckTest.class.getClassLoader();

  @Test
  void theClassPathOfAnIdeIsMerged() {
    assertDoesNotThrow(() -> MergedServicesCheck.check(LOADER));
  }

  /** The file of one jar has replaced those of the others. */
  @Test
  void oneFileForAServiceOfManyJarsIsRefused() {
    UnmergedServicesException refused =
        assertThrows(
            UnmergedServicesException.class,
            () -> MergedServicesCheck.check(new LastFileOnly(LOADER)));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains("built without merging META-INF/services"), message);
    assertTrue(message.contains("ServicesResourceTransformer"), message);
  }

  @Test
  void aMissingFileIsRefusedWithServiceAndClasses() {
    String service = "org.apache.beam.sdk.io.FileSystemRegistrar";
    UnmergedServicesException refused =
        assertThrows(
            UnmergedServicesException.class,
            () -> MergedServicesCheck.check(new Without(LOADER, service)));
    assertEquals(
        "The program's jar was built without merging META-INF/services: its files for "
            + service
            + " do not list org.apache.beam.sdk.io.ClassLoaderFileSystem$ClassLoaderFileSystemRegistrar,"
            + " org.apache.beam.sdk.io.LocalFileSystemRegistrar, though the classes are there, so"
            + " Beam can't find them. Merge the files when building the jar: with Maven's shade"
            + " plugin by its ServicesResourceTransformer, with Gradle's shadow plugin by"
            + " mergeServiceFiles().",
        refused.getMessage());
  }

  /** Fails when a new version of Beam brings other services. */
  @Test
  void theListHasAllThatBeamsSdkBrings() throws IOException {
    Set<ServiceProvider> brought = new HashSet<>();
    String jar = Pipeline.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    try (JarFile sdk = new JarFile(jar)) {
      for (var entry : Collections.list(sdk.entries())) {
        if (entry.getName().startsWith(DIRECTORY) && !entry.isDirectory()) {
          try (InputStream file = sdk.getInputStream(entry)) {
            new String(file.readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .map(
                    line ->
                        new ServiceProvider(
                            entry.getName().substring(DIRECTORY.length()), line.strip()))
                .forEach(brought::add);
          }
        }
      }
    }
    assertEquals(
        brought,
        ServiceProvider.known().stream()
            .filter(provider -> isIn(jar, provider))
            .collect(Collectors.toSet()));
  }

  private static boolean isIn(String jar, ServiceProvider provider) {
    URL found = LOADER.getResource(provider.implementation().replace('.', '/') + ".class");
    return found != null && found.toString().contains(jar);
  }

  /** A class path where only the last of several equally named service files is left. */
  private static final class LastFileOnly extends ClassLoader {

    LastFileOnly(ClassLoader parent) {
      super(parent);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      List<URL> all = Collections.list(super.getResources(name));
      return Collections.enumeration(
          name.startsWith(DIRECTORY) && !all.isEmpty()
              ? all.subList(all.size() - 1, all.size())
              : all);
    }
  }

  /** A class path without the files of one service. */
  private static final class Without extends ClassLoader {

    private final String service;

    Without(ClassLoader parent, String service) {
      super(parent);
      this.service = service;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return name.equals(DIRECTORY + service)
          ? Collections.emptyEnumeration()
          : super.getResources(name);
    }
  }
}
