package dev.beamflink.conformance.profile;

import dev.beamflink.conformance.suite.SuiteJar;
import dev.beamflink.conformance.suite.SuiteScan;
import dev.beamflink.conformance.suite.TestId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The tests of one profile and what our files say about them. Every test that a file names must
 * exist: a line that applies to nothing would look like knowledge.
 *
 * @param all every test of the category
 * @param excluded tests that cannot run here, with the reason
 * @param unproven tests that the profile's reference does not pass, with what it did; they are not
 *     run: nobody knows that they can pass
 * @param slow tests that need more time than a build has, with their limit
 * @param canary tests that must fail on a broken pipeline
 */
public record ProfileSuite(
    Profile profile,
    SortedSet<TestId> all,
    SortedMap<TestId, String> excluded,
    SortedMap<TestId, String> unproven,
    SortedMap<TestId, Duration> slow,
    SortedSet<TestId> canary) {

  /** A reason that is none if there is an expansion service. */
  private static final String NEEDS_EXPANSION_SERVICE = "needs an expansion service";

  /**
   * The suite of a profile, found by scanning the jars.
   *
   * @param resources the files that say what runs
   * @param published results of full runs, the profile's reference among them
   */
  public static ProfileSuite load(
      Path resources, Path published, Profile profile, List<SuiteJar> jars) {
    SortedSet<TestId> all = new SuiteScan(jars, category(profile)).tests();
    Path exclusions = resources.resolve("exclusions.txt");
    SortedMap<TestId, String> excluded = column(exclusions, 3, profile, row -> row.get(2));
    requireExisting(excluded.keySet(), all, exclusions);
    if (profile.expansionPort().isPresent()) {
      excluded.values().removeIf(NEEDS_EXPANSION_SERVICE::equals);
    }
    SortedMap<TestId, String> unproven =
        profile
            .reference()
            .map(name -> Reference.read(published, name).unproven(all))
            .orElseGet(TreeMap::new);
    unproven.keySet().removeAll(excluded.keySet());
    Path slowTests = resources.resolve("slow-tests.txt");
    SortedMap<TestId, Duration> slow =
        column(slowTests, 4, profile, row -> Duration.ofSeconds(Long.parseLong(row.get(2))));
    requireExisting(slow.keySet(), all, slowTests);
    Path canaryTests = resources.resolve("canary-tests.txt");
    SortedSet<TestId> canary = TextTable.readTests(canaryTests);
    requireExisting(canary, all, canaryTests);
    return new ProfileSuite(profile, all, excluded, unproven, slow, canary);
  }

  /** How long a test may run. */
  public Duration limit(TestId test) {
    return slow.getOrDefault(test, profile.limit());
  }

  /** What must pass: all tests but the excluded and the unproven ones. */
  public SortedSet<TestId> required() {
    return without(without(all, excluded.keySet()), unproven.keySet());
  }

  /** What must pass in every build. */
  public SortedSet<TestId> requiredInBuild() {
    return without(required(), slow.keySet());
  }

  private static SortedSet<TestId> without(Collection<TestId> tests, Collection<TestId> removed) {
    SortedSet<TestId> rest = new TreeSet<>(tests);
    rest.removeAll(removed);
    return rest;
  }

  private static Class<?> category(Profile profile) {
    try {
      return Class.forName(profile.category());
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          "Profile '" + profile.name() + "': no category " + profile.category(), e);
    }
  }

  private static <V> SortedMap<TestId, V> column(
      Path file, int fields, Profile profile, Function<List<String>, V> value) {
    SortedMap<TestId, V> values = new TreeMap<>();
    for (List<String> row : TextTable.read(file, fields)) {
      if (ProfileFilter.applies(row.get(0), profile.name())) {
        values.put(TestId.parse(row.get(1)), value.apply(row));
      }
    }
    return values;
  }

  private static void requireExisting(
      Collection<TestId> tests, Collection<TestId> all, Object source) {
    SortedSet<TestId> unknown = without(tests, all);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          source + " names tests that the suite does not have: " + unknown);
    }
  }
}
