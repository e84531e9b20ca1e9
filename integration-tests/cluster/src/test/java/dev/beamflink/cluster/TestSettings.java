package dev.beamflink.cluster;

import java.nio.file.Path;

/** What the build tells the tests: where the scripts, the Flink home and the jobs are. */
public final class TestSettings {
  public static final Path SCRIPTS = path("cluster.scripts");
  public static final Path FLINK_HOME = path("cluster.flink.home");
  public static final String FLINK_VERSION = property("cluster.flink.version");

  /** Clusters put their own directories under this one. */
  public static final Path CLUSTERS = path("cluster.directory");

  public static final Path JOBS_JAR = path("cluster.jobs.jar");

  /** The Beam pipelines of module {@code examples}, packed as users do. */
  public static final Path EXAMPLES_JAR = path("cluster.examples.jar");

  private static Path path(String name) {
    return Path.of(property(name)).toAbsolutePath().normalize();
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException(
          "System property '%s' is not set. Run these tests with Maven (see the module's pom.xml)."
              .formatted(name));
    }
    return value;
  }

  private TestSettings() {}
}
