package dev.beamflink.cluster.fault;

import dev.beamflink.cluster.Await;
import dev.beamflink.cluster.job.fault.Meeting;
import dev.beamflink.cluster.job.fault.Orders;
import dev.beamflink.cluster.job.fault.Phase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What a fault hits.
 *
 * @param phases in which the job's user code obeys orders
 * @param random decides what the fault leaves open
 */
public record Target(
    FaultCluster cluster, JobProbe job, Meeting meeting, Set<Phase> phases, Random random) {

  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** Makes user code throw in any phase, and returns when it does. */
  void failUserCode() throws Exception {
    List<Phase> choice = phases.stream().sorted().toList();
    Phase phase = choice.get(random.nextInt(choice.size()));
    order(new Orders(meeting).fail(phase), "");
  }

  /** Gives an order, and returns when somebody has taken it. */
  void order(Path order, String content) throws Exception {
    Meeting.put(order, content);
    Await.until("user code obeyed " + order.getFileName(), LIMIT, () -> !Files.exists(order));
  }

  /** Kills any TaskManager. */
  void killTaskManager() throws Exception {
    cluster.killTaskManager(1 + random.nextInt(FaultCluster.TASK_MANAGERS));
  }
}
