package dev.beamflink.conformance.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.conformance.published.PublishedResults;
import dev.beamflink.conformance.published.Verdict;
import dev.beamflink.conformance.run.ModuleDirectory;
import dev.beamflink.conformance.suite.BeamSuite;
import dev.beamflink.conformance.suite.TestId;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.testing.NeedsRunner;
import org.junit.Ignore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The profiles of this repository. */
final class ShippedProfilesTest {

  private static final ModuleDirectory MODULE = ModuleDirectory.current();
  private static final Set<String> OUR_RUNNERS =
      Set.of("--runner=TestFlinkRunner", "--runner=FaultRunner", "--runner=PortableTestRunner");
  private static final String NEEDS_RUNNER = NeedsRunner.class.getName();

  /** Tests of AvroSchemaTest that run a pipeline; all others are in the tests jar of the core. */
  private static final int OF_AVRO = 1;

  static List<String> profiles() {
    return Profile.names(MODULE.resources());
  }

  static List<String> profilesOfValidatesRunner() {
    return profiles().stream().filter(name -> !isOfNeedsRunner(name)).toList();
  }

  static List<String> profilesOfNeedsRunner() {
    return profiles().stream().filter(ShippedProfilesTest::isOfNeedsRunner).toList();
  }

  private static boolean isOfNeedsRunner(String name) {
    return profile(name).category().equals(NEEDS_RUNNER);
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void profileOfOurRunnerIsNamedSo(String name) {
    assertEquals(
        Profile.namesOfOurRunner(MODULE.resources()).contains(name),
        profile(name).pipelineOptions().stream().anyMatch(OUR_RUNNERS::contains));
  }

  @ParameterizedTest
  @MethodSource("profilesOfNeedsRunner")
  void ofNeedsRunner976TestsAreThereAndThoseOfAvro(String name) {
    ProfileSuite suite = load(name);

    assertEquals(976 + OF_AVRO, suite.all().size());
    assertEquals(14, outside(suite));
  }

  @Test
  void needsRunnerDemandsWhatTheDirectRunnerPasses() {
    ProfileSuite suite = load("needsrunner");
    PublishedResults reference = PublishedResults.read(MODULE.published(), "direct-needsrunner");

    reference
        .tests()
        .forEach(
            (test, result) ->
                assertEquals(
                    result.verdict() == Verdict.PASSED && !suite.excluded().containsKey(test),
                    suite.required().contains(test),
                    () -> test + ": " + result));
    assertTrue(suite.required().size() > 900, "" + suite.required().size());
  }

  @ParameterizedTest
  @MethodSource("profilesOfValidatesRunner")
  void ofValidatesRunner393TestsAndThoseOfAvroCanPassUnlessExcludedForAReason(String name) {
    ProfileSuite suite = load(name);

    long outside = outside(suite);
    long ignored = suite.all().stream().filter(ShippedProfilesTest::isIgnored).count();
    assertEquals(14, outside);
    assertEquals(2, ignored);
    assertEquals(393 + OF_AVRO, suite.all().size() - outside - ignored);
  }

  /** Faults excuse only what a test asserts of the job's whole life, and not often. */
  @Test
  void faultsExcuseAtMost30TestsEachWithItsAssertion() {
    List<String> reasons =
        load("faults").excluded().values().stream().filter(reason -> !isOutside(reason)).toList();

    assertTrue(reasons.size() <= 30, "" + reasons.size());
    assertEquals(
        List.of(), reasons.stream().filter(reason -> !reason.startsWith("asserts ")).toList());
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void onlyFaultsExcuseMoreThanWhatIsOutside(String name) {
    Collection<String> reasons = load(name).excluded().values();

    assertTrue(name.equals("faults") || reasons.stream().allMatch(ShippedProfilesTest::isOutside));
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void canaryHas40TestsThatRunInTheBuild(String name) {
    ProfileSuite suite = load(name);

    assertEquals(40, suite.canary().size());
    assertTrue(Collections.disjoint(suite.canary(), suite.excluded().keySet()));
    assertTrue(Collections.disjoint(suite.canary(), suite.slow().keySet()));
  }

  private static Profile profile(String name) {
    return Profile.load(MODULE.resources(), name);
  }

  private static ProfileSuite load(String name) {
    return ProfileSuite.load(
        MODULE.resources(), MODULE.published(), profile(name), BeamSuite.jars());
  }

  private static long outside(ProfileSuite suite) {
    return suite.excluded().values().stream().filter(ShippedProfilesTest::isOutside).count();
  }

  private static boolean isOutside(String reason) {
    return reason.startsWith("needs an ");
  }

  private static boolean isIgnored(TestId test) {
    try {
      return Arrays.stream(Class.forName(test.className()).getMethods())
          .filter(method -> method.getName().equals(test.method()))
          .anyMatch(method -> method.isAnnotationPresent(Ignore.class));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
