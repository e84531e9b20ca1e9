package dev.beamflink.conformance.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.conformance.suite.TestId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SuiteRunTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir Path directory;

  @Test
  void everyKindOfEndIsRecordedAndTheRestGoesOn() {
    List<TestRecord> records =
        run(
            request("passes"),
            request("endsItsJvm"),
            request("isIgnored"),
            new TestRequest(FakeSuite.test("hangs"), List.of(), Duration.ofSeconds(1)),
            request("fails"),
            request("assumesTheImpossible"),
            request("passes"));

    assertEquals(
        List.of(
            Outcome.PASSED,
            Outcome.FAILED,
            Outcome.SKIPPED,
            Outcome.TIMEOUT,
            Outcome.FAILED,
            Outcome.SKIPPED,
            Outcome.PASSED),
        records.stream().map(TestRecord::outcome).toList());
    assertEquals("the JVM ended with exit code 42 while this test ran", records.get(1).cause());
    assertEquals("@Ignore in the suite", records.get(2).cause());
    assertEquals("not finished after 1 s", records.get(3).cause());
    assertEquals("assumption of the test: pigs fly", records.get(5).cause());
  }

  @Test
  void failureNamesItsRootCauseAndKeepsItsStackTraceAndLog() throws IOException {
    TestRecord record = run(request("fails")).get(0);

    assertEquals("java.lang.AssertionError: Expected: 1 but: was \\2", record.cause());
    assertTrue(record.details().startsWith("java.lang.IllegalStateException: outer\n\tat "));
    String file = Files.readString(directory.resolve("FakeSuite.fails.txt"));
    assertTrue(file.contains("Caused by: java.lang.AssertionError"), file);
    assertTrue(file.contains("printed before failing"), file);
  }

  @Test
  void hangingTestLeavesAThreadDump() throws IOException {
    run(new TestRequest(FakeSuite.test("hangs"), List.of(), Duration.ofSeconds(1)));

    String dump = Files.readString(directory.resolve("FakeSuite.hangs.threads.txt"));
    assertTrue(dump.contains("FakeSuite.hangs"), dump);
  }

  @Test
  void testsShareAJvmUntilOneIsLost() {
    List<TestRecord> records =
        run(
            request("isFirstInItsJvm"),
            request("isFirstInItsJvm"),
            request("endsItsJvm"),
            request("isFirstInItsJvm"));

    assertEquals(
        List.of(true, false, false, true), records.stream().map(TestRecord::passed).toList());
  }

  @Test
  void testGivenUpByJUnitCostsItsJvm() {
    List<TestRecord> records =
        run(request("isFirstInItsJvm"), request("exceedsItsOwnLimit"), request("isFirstInItsJvm"));

    assertEquals(List.of(true, false, true), records.stream().map(TestRecord::passed).toList());
  }

  @Test
  void pipelineOptionsReachTheTest() {
    List<String> options = List.of("--runner=Some", "--text=a \"b\"");
    List<TestRecord> records =
        run(new TestRequest(FakeSuite.test("isGivenOptions"), options, LONG));

    assertTrue(records.get(0).passed(), records.get(0).details());
  }

  @Test
  void testThatDoesNotExistFails() {
    List<TestRecord> records =
        run(
            request("isNotThere"),
            new TestRequest(new TestId("no.such.Suite", "test"), List.of(), LONG));

    assertEquals(
        List.of(Outcome.FAILED, Outcome.FAILED),
        records.stream().map(TestRecord::outcome).toList());
    assertTrue(records.get(1).cause().contains("no.such.Suite"), records.get(1).cause());
  }

  @Test
  void jvmEndsWithItsRun() {
    ForkSpec spec = ForkSpec.withOwnClassPath(directory, List.of());
    ForkedJvm fork = ForkedJvm.start(spec, new ForkLog(directory.resolve("fork.log")));
    ProcessHandle process = ProcessHandle.of(fork.pid()).orElseThrow();

    fork.close();

    assertFalse(process.isAlive());
  }

  private List<TestRecord> run(TestRequest... requests) {
    try (SuiteRun run = new SuiteRun(ForkSpec.withOwnClassPath(directory, List.of()))) {
      return run.run(Arrays.asList(requests), new FailureFiles(directory));
    }
  }

  private static TestRequest request(String method) {
    return new TestRequest(FakeSuite.test(method), List.of(), LONG);
  }
}
