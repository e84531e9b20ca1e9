package dev.beamflink.conformance.suite;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code --test} selects: a glob in which {@code *} stands for any characters.
 *
 * <p>It is held against the class with and without its package, the same followed by {@code
 * #method}, and the method alone, so that {@code ParDoTest*}, {@code ParDoTest.StateTests}, {@code
 * GroupByKeyTest*#testGroup*} and {@code testEmpty} all do what one expects. A nested class may be
 * written with {@code .} instead of {@code $}, which shells would expand.
 */
public final class TestPattern {

  private final String glob;
  private final Pattern pattern;

  /** A pattern from its text on the command line. */
  public TestPattern(String glob) {
    this.glob = glob;
    this.pattern =
        Pattern.compile(
            Arrays.stream(withDots(glob).split("\\*", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*")));
  }

  /** Whether this pattern selects the test. */
  public boolean matches(TestId test) {
    return Stream.concat(Stream.of(test.className(), test.simpleClassName()), namesWithMethod(test))
        .anyMatch(this::matches);
  }

  /** Whether this pattern means this very test, not its class and not a group of tests. */
  public boolean names(TestId test) {
    return !glob.contains("*") && namesWithMethod(test).anyMatch(this::matches);
  }

  private boolean matches(String name) {
    return pattern.matcher(withDots(name)).matches();
  }

  private static Stream<String> namesWithMethod(TestId test) {
    return Stream.of(test.toString(), test.simpleClassName() + "#" + test.method(), test.method());
  }

  private static String withDots(String name) {
    return name.replace('$', '.');
  }

  @Override
  public String toString() {
    return glob;
  }
}
