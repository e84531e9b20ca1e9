package dev.beamflink.cluster.longrun;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Many jobs, one after another, on one cluster, round by round. After each round is read what the
 * JobManager and the TaskManager still hold on to.
 *
 * @param rounds how many
 * @param times that each of the session's pipelines runs in a round
 */
record Leaks(int rounds, int times) {

  /**
   * Class loaders of ended jobs that may be alive in a process. The JDK keeps up to three: its
   * methods for {@code equals}, {@code hashCode} and {@code toString} of records remember the type
   * of the component that they were last made for ({@code java.lang.runtime.ObjectMethods}). A
   * TaskManager keeps that of its first job too, to which nothing in its heap refers.
   */
  static final int MOST_LOADERS = 4;

  /** How long a process may take to let go of a job that has ended. */
  private static final Duration RELEASE = Duration.ofMinutes(1);

  private static final long POLL_MILLIS = 500;

  /** Runs the jobs, prints what was read, and returns what is wrong with it. */
  List<String> run(Session session, PrintStream out) throws Exception {
    List<String> problems = new ArrayList<>();
    Readings readings = new Readings();
    for (int round = 0; round < rounds; round++) {
      session.submit(times);
      readings.add("JM", settled("JM", session::readJobManager, problems));
      readings.add("TM", settled("TM", session::readTaskManager, problems));
      if (round == 0) {
        out.println(readings.head());
      }
      out.printf(
          "%s  after %d jobs%n", readings.lastRow(), (round + 1) * times * Session.PIPELINES);
    }
    problems.addAll(readings.problems());
    return problems;
  }

  private static JvmReading settled(
      String process, Callable<JvmReading> source, List<String> problems) throws Exception {
    long deadline = System.nanoTime() + RELEASE.toNanos();
    JvmReading reading = source.call();
    while (reading.jobClassLoaders() > MOST_LOADERS && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      reading = source.call();
    }
    if (reading.jobClassLoaders() > MOST_LOADERS) {
      problems.add(
          "%s has %d class loaders of jobs that have ended"
              .formatted(process, reading.jobClassLoaders()));
    }
    return reading;
  }
}
