package dev.beamflink.conformance.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.conformance.run.ModuleDirectory;
import dev.beamflink.conformance.suite.SuiteScan;
import dev.beamflink.conformance.suite.TestId;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.beam.sdk.testing.PAssertTest;
import org.junit.Ignore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The profiles of this repository. */
final class ShippedProfilesTest {

  private static final Path RESOURCES = ModuleDirectory.current().resources();

  static List<String> profiles() {
    return Profile.names(RESOURCES);
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void ofValidatesRunner393TestsCanPassUnlessExcludedForAReason(String name) {
    ProfileSuite suite = load(name);

    long outside =
        suite.excluded().values().stream().filter(reason -> reason.startsWith("needs an ")).count();
    long ignored = suite.all().stream().filter(ShippedProfilesTest::isIgnored).count();
    assertEquals(14, outside);
    assertEquals(2, ignored);
    assertEquals(393, suite.all().size() - outside - ignored);
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void canaryHas40TestsThatRunInTheBuild(String name) {
    ProfileSuite suite = load(name);

    assertEquals(40, suite.canary().size());
    assertTrue(Collections.disjoint(suite.canary(), suite.excluded().keySet()));
    assertTrue(Collections.disjoint(suite.canary(), suite.slow().keySet()));
  }

  private static ProfileSuite load(String name) {
    return ProfileSuite.load(
        RESOURCES, Profile.load(RESOURCES, name), SuiteScan.jarOf(PAssertTest.class));
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
