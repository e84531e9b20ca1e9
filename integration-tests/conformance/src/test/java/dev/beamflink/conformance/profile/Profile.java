package dev.beamflink.conformance.profile;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * One way to run a suite, from {@code profiles/<name>.properties}.
 *
 * @param category fully qualified name of the JUnit 4 category whose tests run
 * @param pipelineOptions what each test's pipeline gets, the runner among them
 * @param jvmOptions of the forked JVM
 * @param limit of a test
 * @param reference the profile whose published results say which tests of the category can pass;
 *     empty if all can
 * @param expansionPort where an expansion service listens; empty if tests that need one can't run
 */
public record Profile(
    String name,
    String category,
    List<String> pipelineOptions,
    List<String> jvmOptions,
    Duration limit,
    Optional<String> reference,
    Optional<Integer> expansionPort) {

  private static final String SUFFIX = ".properties";

  /** Begins the names of profiles that run the suites on Beam's own runner. */
  private static final String REFERENCE = "direct";

  public Profile {
    pipelineOptions = List.copyOf(pipelineOptions);
    jvmOptions = List.copyOf(jvmOptions);
  }

  /** The profile of this name. */
  public static Profile load(Path resources, String name) {
    Path file = directory(resources).resolve(name + SUFFIX);
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(
          "There is no profile '" + name + "'. Profiles: " + String.join(", ", names(resources)));
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
    return new Profile(
        name,
        required(properties, "category", file),
        words(required(properties, "pipeline.options", file)),
        words(required(properties, "jvm.options", file)),
        Duration.ofSeconds(Long.parseLong(required(properties, "limit.seconds", file))),
        Optional.ofNullable(properties.getProperty("reference")),
        Optional.empty());
  }

  /** The names of all profiles. */
  public static List<String> names(Path resources) {
    try (Stream<Path> files = Files.list(directory(resources))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list the profiles below " + resources, e);
    }
  }

  /** The names of the profiles that run our runner. */
  public static List<String> namesOfOurRunner(Path resources) {
    return names(resources).stream().filter(name -> !name.startsWith(REFERENCE)).toList();
  }

  /** This profile with more pipeline options after its own. */
  public Profile withMoreOptions(List<String> more) {
    List<String> options = Stream.concat(pipelineOptions.stream(), more.stream()).toList();
    return new Profile(name, category, options, jvmOptions, limit, reference, expansionPort);
  }

  /** This profile with another limit. */
  public Profile withLimit(Duration other) {
    return new Profile(
        name, category, pipelineOptions, jvmOptions, other, reference, expansionPort);
  }

  /** This profile with the tests that need an expansion service, and one for them. */
  public Profile withExpansionPort(int port) {
    // The name of the property is Beam's.
    List<String> options =
        Stream.concat(jvmOptions.stream(), Stream.of("-DexpansionPort=" + port)).toList();
    return new Profile(
        name, category, pipelineOptions, options, limit, reference, Optional.of(port));
  }

  private static Path directory(Path resources) {
    return resources.resolve("profiles");
  }

  private static String required(Properties properties, String key, Path file) {
    String value = properties.getProperty(key);
    if (value == null) {
      throw new IllegalArgumentException(file + ": property '" + key + "' is missing");
    }
    return value;
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.strip().split("\\s+")).toList();
  }
}
