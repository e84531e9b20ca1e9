package dev.beamflink.conformance.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.conformance.suite.BeamSuite;
import dev.beamflink.conformance.suite.TestId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProfileSuiteTest {

  private static final String CLASS = "org.apache.beam.sdk.transforms.FlattenTest";
  private static final TestId FIRST = new TestId(CLASS, "testFlattenPCollections");
  private static final TestId SECOND = new TestId(CLASS, "testFlattenIterables");
  private static final Profile PROFILE =
      new Profile(
          "fast",
          "org.apache.beam.sdk.testing.ValidatesRunner",
          List.of(),
          List.of(),
          Duration.ofSeconds(60),
          Optional.empty(),
          Optional.empty());

  @TempDir Path resources;

  @BeforeEach
  void writeEmptyFiles() throws IOException {
    for (String name : List.of("exclusions.txt", "slow-tests.txt", "canary-tests.txt")) {
      Files.writeString(resources.resolve(name), "# nothing\n");
    }
  }

  @Test
  void excludedTestsAreNotRequired() throws IOException {
    write("exclusions.txt", "other | " + FIRST + " | no\nfast, other | " + SECOND + " | because");

    ProfileSuite suite = load();

    assertEquals("because", suite.excluded().get(SECOND));
    assertFalse(suite.required().contains(SECOND));
    assertTrue(suite.required().contains(FIRST));
    assertEquals(408, suite.required().size());
  }

  @Test
  void withAnExpansionServiceTestsThatNeedItRun() throws IOException {
    write(
        "exclusions.txt",
        "* | " + FIRST + " | needs an expansion service\n* | " + SECOND + " | because");

    ProfileSuite suite = load(PROFILE.withExpansionPort(8097));

    assertTrue(suite.required().contains(FIRST));
    assertFalse(suite.required().contains(SECOND));
    assertFalse(load().required().contains(FIRST));
  }

  @Test
  void slowTestsHaveTheirOwnLimitAndAreLeftOutOfTheBuild() throws IOException {
    write("slow-tests.txt", "* | " + FIRST + " | 600 | waits");

    ProfileSuite suite = load();

    assertEquals(Duration.ofSeconds(600), suite.limit(FIRST));
    assertEquals(Duration.ofSeconds(60), suite.limit(SECOND));
    assertTrue(suite.required().contains(FIRST));
    assertFalse(suite.requiredInBuild().contains(FIRST));
  }

  @Test
  void lineForATestThatDoesNotExistIsRefused() throws IOException {
    write("exclusions.txt", "* | " + CLASS + "#testGone | because");

    IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, this::load);

    assertTrue(refusal.getMessage().contains("exclusions.txt"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("testGone"), refusal.getMessage());
  }

  @Test
  void lineWithoutReasonIsRefused() throws IOException {
    write("exclusions.txt", "* | " + FIRST + " |");

    assertThrows(IllegalArgumentException.class, this::load);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(resources.resolve(name), text + "\n");
  }

  private ProfileSuite load() {
    return load(PROFILE);
  }

  private ProfileSuite load(Profile profile) {
    return ProfileSuite.load(resources, resources, profile, List.of(BeamSuite.CORE));
  }
}
