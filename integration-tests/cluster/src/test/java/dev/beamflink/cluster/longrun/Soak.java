package dev.beamflink.cluster.longrun;

import dev.beamflink.cluster.fault.FaultCluster;
import dev.beamflink.cluster.fault.FaultRun;
import dev.beamflink.cluster.fault.Supply;
import dev.beamflink.cluster.fault.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * One job with state, timers and windows that runs for long. In each round something goes wrong,
 * and at its end is read what the JobManager, the first TaskManager and the job's state take.
 *
 * @param rounds how many
 * @param length of a round; one in which restoring takes longer is as long as that
 */
record Soak(int rounds, Duration length) {
  private static final String PIPELINE = "totals";

  /** Elements of a split in a second. */
  private static final long RATE = 100;

  private static final long HELD_BACK = 400;

  /**
   * How long the undisturbed run may take, and the rest that the sources read behind the last
   * round, as they stood still in each fault.
   */
  private static final Duration REST = Duration.ofMinutes(10);

  /**
   * Runs the job, prints what was read, and returns what is wrong with that or with the results.
   */
  List<String> run(FaultCluster cluster, Random random, PrintStream out) throws Exception {
    Supply supply =
        new Supply(RATE * rounds * length.toMillis() / 1000 + HELD_BACK, RATE, HELD_BACK);
    Verdict expected = FaultRun.undisturbed(cluster, PIPELINE, supply, REST);
    FaultRun run = FaultRun.start(cluster, PIPELINE, supply);
    Readings readings = new Readings();
    for (int round = 0; round < rounds; round++) {
      long endNanos = System.nanoTime() + length.toNanos();
      run.disturb(SoakFault.of(round), random);
      run.awaitNewCheckpoint();
      TimeUnit.NANOSECONDS.sleep(endNanos - System.nanoTime());
      read(cluster, run, readings);
      if (round == 0) {
        out.println(readings.head());
      }
      out.printf("%s  %s%n", readings.lastRow(), SoakFault.of(round));
    }
    Verdict found = run.finish(REST);
    out.printf("%d results%n", found.size());
    List<String> problems = new ArrayList<>(readings.problems());
    problems.addAll(found.differencesFrom(expected));
    if (expected.size() == 0) {
      problems.add("There are no results without faults either");
    }
    return problems;
  }

  private static void read(FaultCluster cluster, FaultRun run, Readings readings)
      throws IOException, InterruptedException {
    readings.add("JM", JvmReading.of(cluster.jobManager()));
    readings.add("TM", JvmReading.of(cluster.taskManager(1)));
    readings.add(run.job().lastCheckpoint());
  }
}
