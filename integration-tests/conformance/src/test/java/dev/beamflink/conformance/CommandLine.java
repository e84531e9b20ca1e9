package dev.beamflink.conformance;

import dev.beamflink.conformance.suite.TestPattern;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The arguments of {@link Conformance}.
 *
 * @param profiles to run; those of our runner if empty
 * @param tests only tests that match one of these; all if empty
 * @param mode what is run and what becomes of the results
 * @param limit of a test, instead of the profile's
 * @param expansionPort of localhost, where an expansion service listens for tests that need one
 * @param commit of the sources, for published results
 * @param pipelineOptions added to those of each profile
 */
record CommandLine(
    List<String> profiles,
    List<TestPattern> tests,
    Mode mode,
    Optional<Duration> limit,
    Optional<Integer> expansionPort,
    String commit,
    List<String> pipelineOptions) {

  /** What a run is for. */
  enum Mode {
    /** What must pass: all tests but the excluded ones, and of a whole profile the canaries too. */
    REQUIRED,
    /** Exactly the excluded tests, to find those that pass now. */
    EXCLUDED,
    /** Tests on broken pipelines, which must fail. */
    CANARY
  }

  static final String USAGE =
      """
      Usage: scripts/conformance [PROFILE...] [FLAG...] [-- PIPELINE_OPTION...]
      Runs Beam's own test suite on our runner: each profile in full, then its canaries.
      Without PROFILE: all but those of the DirectRunner.
        --test PATTERN   only these tests, e.g. 'ParDoTest*', 'GroupByKeyTest*#testGroup*', testEmpty
        --excluded       exactly the excluded tests; names those that pass now
        --canary         the canary's tests on broken pipelines: all must fail
        --expansion-port PORT  where an expansion service of Python listens: tests that need it run too
        --limit SECONDS  how long a test may run, on a busy machine
        --no-build       uses the classes of the last build
      """;

  /** Reads the arguments; a wrong one is an {@link IllegalArgumentException}. */
  static CommandLine parse(String... arguments) {
    Deque<String> rest = new ArrayDeque<>(List.of(arguments));
    List<String> profiles = new ArrayList<>();
    List<TestPattern> tests = new ArrayList<>();
    List<String> options = new ArrayList<>();
    Mode mode = Mode.REQUIRED;
    Optional<Duration> limit = Optional.empty();
    Optional<Integer> expansionPort = Optional.empty();
    String commit = "unknown";
    while (!rest.isEmpty()) {
      String argument = rest.remove();
      switch (argument) {
        case "--test" -> tests.add(new TestPattern(value(argument, rest)));
        case "--excluded" -> mode = Mode.EXCLUDED;
        case "--canary" -> mode = Mode.CANARY;
        case "--limit" ->
            limit = Optional.of(Duration.ofSeconds(number(argument, value(argument, rest))));
        case "--expansion-port" ->
            expansionPort = Optional.of(number(argument, value(argument, rest)));
        case "--commit" -> commit = value(argument, rest);
        case "--" -> {
          options.addAll(rest);
          rest.clear();
        }
        default -> profiles.add(profile(argument));
      }
    }
    return new CommandLine(profiles, tests, mode, limit, expansionPort, commit, options);
  }

  /** Whether a profile runs as it is and in full, so that its results may be published. */
  boolean isPublishable() {
    return mode == Mode.REQUIRED && tests.isEmpty() && pipelineOptions.isEmpty();
  }

  private static int number(String flag, String value) {
    if (!value.matches("[1-9][0-9]{0,5}")) {
      throw new IllegalArgumentException(flag + " needs a number, found " + value);
    }
    return Integer.parseInt(value);
  }

  private static String profile(String argument) {
    if (argument.startsWith("-")) {
      throw new IllegalArgumentException("Unknown flag " + argument);
    }
    return argument;
  }

  private static String value(String flag, Deque<String> rest) {
    if (rest.isEmpty()) {
      throw new IllegalArgumentException(flag + " needs a value");
    }
    return rest.remove();
  }
}
