package dev.beamflink.conformance.run;

import java.nio.file.Path;

/**
 * Where the conformance module keeps its files. Everything that a run writes, except the results
 * page, is below the module's {@code target}, so that runs in several checkouts don't meet.
 *
 * @param path absolute path of the module
 */
public record ModuleDirectory(Path path) {

  /** The module in whose directory this JVM was started, as Maven and our script do. */
  public static ModuleDirectory current() {
    return new ModuleDirectory(Path.of("").toAbsolutePath());
  }

  /** The text files that say what runs. */
  public Path resources() {
    return path.resolve("src/test/resources/conformance");
  }

  /** Logs, stack traces and temporary files of a run. */
  public Path work(String run) {
    return path.resolve("target/conformance").resolve(run);
  }

  /** The published results, in the repository's {@code docs}. */
  public Path published() {
    return repository().resolve("docs/conformance");
  }

  /** The whole repository. */
  public Path repository() {
    return path.resolve("../..").normalize();
  }
}
