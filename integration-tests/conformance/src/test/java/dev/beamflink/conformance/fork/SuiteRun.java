package dev.beamflink.conformance.fork;

import dev.beamflink.conformance.suite.TestId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.runners.model.TestTimedOutException;

/**
 * Runs tests one after the other in one forked JVM, so that they share whatever the runner keeps in
 * its JVM, for instance an embedded cluster.
 *
 * <p>A test that exceeds its limit or ends its JVM costs no other test: it is recorded, and a new
 * JVM goes on with the next. Owned by one thread; closing it ends the JVM.
 */
public final class SuiteRun implements AutoCloseable {

  private final ForkSpec spec;
  private @Nullable ForkedJvm fork;
  private int forks;

  /** A run that starts its first JVM with its first test. */
  public SuiteRun(ForkSpec spec) {
    this.spec = spec;
  }

  /** Runs the tests in this order and returns one record for each. */
  public List<TestRecord> run(List<TestRequest> requests, TestListener listener) {
    List<TestRecord> records = new ArrayList<>();
    for (TestRequest request : requests) {
      ForkedJvm current = runningFork();
      long logStart = current.log().end();
      TestRecord record = record(request, current);
      listener.ended(record, record.passed() ? "" : current.log().since(logStart));
      records.add(record);
    }
    return records;
  }

  private TestRecord record(TestRequest request, ForkedJvm current) {
    ForkAnswer answer = current.run(request);
    if (answer instanceof ForkAnswer.Finished finished) {
      if (leavesThreads(finished.record())) {
        current.kill();
        fork = null;
      }
      return finished.record();
    }
    fork = null;
    return answer instanceof ForkAnswer.Died died
        ? crashed(request, died)
        : overdue(request, current);
  }

  /** JUnit's own timeout gives a test up, but what the test has started goes on and on. */
  private static boolean leavesThreads(TestRecord record) {
    return record.failed() && record.details().contains(TestTimedOutException.class.getName());
  }

  private TestRecord overdue(TestRequest request, ForkedJvm current) {
    Path dumpFile = spec.directory().resolve(fileName(request.test()) + ".threads.txt");
    String dump = ThreadDump.write(current.pid(), dumpFile);
    current.kill();
    String cause = "not finished after " + request.limit().toSeconds() + " s";
    return new TestRecord(
        request.test(), Outcome.TIMEOUT, request.limit().toMillis(), cause, cause + "\n" + dump);
  }

  private static TestRecord crashed(TestRequest request, ForkAnswer.Died died) {
    String cause = "the JVM ended with exit code " + died.exitCode() + " while this test ran";
    return new TestRecord(request.test(), Outcome.FAILED, 0, cause, cause);
  }

  private ForkedJvm runningFork() {
    if (fork == null) {
      forks++;
      fork = ForkedJvm.start(spec, new ForkLog(logFile()));
    }
    return fork;
  }

  private Path logFile() {
    try {
      Files.createDirectories(spec.directory());
      Path file = spec.directory().resolve("fork-" + forks + ".log");
      Files.deleteIfExists(file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write below " + spec.directory(), e);
    }
  }

  /** A file name for what is kept about a test. */
  public static String fileName(TestId test) {
    return (test.simpleClassName() + "." + test.method()).replaceAll("[^A-Za-z0-9.$_-]", "_");
  }

  /** Ends the JVM and removes what it left in its temporary directory. */
  @Override
  public void close() {
    if (fork != null) {
      fork.close();
      fork = null;
    }
    if (Files.exists(spec.temporaryDirectory())) {
      try (Stream<Path> files = Files.walk(spec.temporaryDirectory())) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot remove " + spec.temporaryDirectory(), e);
      }
    }
  }
}
