package dev.beamflink.conformance.suite;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * A jar with tests of a suite, which is on the class path.
 *
 * @param path of the jar
 * @param takes whether the suite has the tests of a class, by its fully qualified name
 */
public record SuiteJar(Path path, Predicate<String> takes) {

  /** The jar of this class, with all tests in it. */
  public static SuiteJar whole(Class<?> classOfSuite) {
    return new SuiteJar(jarOf(classOfSuite), name -> true);
  }

  /** The jar of this class, with the tests of this class alone. */
  public static SuiteJar only(Class<?> testClass) {
    return new SuiteJar(jarOf(testClass), testClass.getName()::equals);
  }

  private static Path jarOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("Cannot locate the jar of " + type.getName(), e);
    }
  }
}
