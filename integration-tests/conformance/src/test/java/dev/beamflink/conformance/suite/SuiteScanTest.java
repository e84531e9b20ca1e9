package dev.beamflink.conformance.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import org.apache.beam.sdk.testing.NeedsRunner;
import org.apache.beam.sdk.testing.ValidatesRunner;
import org.junit.jupiter.api.Test;

/** The suite's size is known: a test that gets lost here would never be missed. */
final class SuiteScanTest {

  @Test
  void validatesRunnerHas409TestsIn60Classes() {
    SortedSet<TestId> tests = scan(ValidatesRunner.class);

    assertEquals(409, tests.size());
    assertEquals(60, tests.stream().map(TestId::className).distinct().count());
  }

  @Test
  void needsRunnerHas976TestsAndContainsValidatesRunner() {
    SortedSet<TestId> tests = scan(NeedsRunner.class);

    assertEquals(976, tests.size());
    assertTrue(tests.containsAll(scan(ValidatesRunner.class)));
  }

  @Test
  void parametersAreSeparateTests() {
    SortedSet<TestId> tests = scan(NeedsRunner.class);
    String className = "org.apache.beam.sdk.transforms.SampleTest$PickAnyTest";

    assertTrue(
        tests.containsAll(
            Set.of(
                new TestId(className, "testPickAny[limit_0]"),
                new TestId(className, "testPickAny[limit_17]"))));
  }

  @Test
  void ofTheAvroExtensionOneClassIsTaken() {
    Set<TestId> ofAvro =
        Set.of(
            new TestId(
                "org.apache.beam.sdk.extensions.avro.schemas.AvroSchemaTest",
                "testAvroPipelineGroupBy"));

    assertEquals(ofAvro, scan(List.of(BeamSuite.AVRO_SCHEMAS), ValidatesRunner.class));
    assertEquals(ofAvro, scan(List.of(BeamSuite.AVRO_SCHEMAS), NeedsRunner.class));
  }

  @Test
  void testsOfAllJarsAreOneSuite() {
    SortedSet<TestId> tests = scan(BeamSuite.jars(), ValidatesRunner.class);

    assertEquals(409 + 1, tests.size());
    assertTrue(tests.containsAll(scan(ValidatesRunner.class)));
  }

  private static SortedSet<TestId> scan(Class<?> category) {
    return scan(List.of(BeamSuite.CORE), category);
  }

  private static SortedSet<TestId> scan(List<SuiteJar> jars, Class<?> category) {
    return new SuiteScan(jars, category).tests();
  }
}
