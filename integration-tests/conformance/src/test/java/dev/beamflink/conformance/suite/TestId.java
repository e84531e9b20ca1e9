package dev.beamflink.conformance.suite;

import java.util.Comparator;

/**
 * One JUnit 4 test of a suite: the class that runs it (for an inherited test the inheriting class)
 * and the method name as JUnit describes it, with the parameters' suffix of a parameterized class.
 *
 * <p>Written as {@code class#method} in every file and on every command line.
 */
public record TestId(String className, String method) implements Comparable<TestId> {

  private static final Comparator<TestId> ORDER =
      Comparator.comparing(TestId::className).thenComparing(TestId::method);

  /** Reads {@code class#method}. */
  public static TestId parse(String text) {
    int hash = text.indexOf('#');
    if (hash <= 0 || hash == text.length() - 1) {
      throw new IllegalArgumentException(
          "Expected a test in the form class#method, found '" + text + "'");
    }
    return new TestId(text.substring(0, hash), text.substring(hash + 1));
  }

  /** The class without its package, for instance {@code ParDoTest$StateTests}. */
  public String simpleClassName() {
    return className.substring(className.lastIndexOf('.') + 1);
  }

  @Override
  public int compareTo(TestId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return className + "#" + method;
  }
}
