package dev.beamflink.kafka;

import dev.beamflink.cluster.fault.FaultCluster;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;

/** Runs on one cluster and one broker, one after the other. */
final class KafkaRuns {
  /**
   * So that what runs in a TaskManager stays there when another one is killed: KafkaIO keeps the
   * producer of a shard for a minute, and does not get over it when the shard was elsewhere in
   * between.
   */
  private static final String SUBTASKS_STAY = "execution.state-recovery.from-local=true";

  private final FaultCluster cluster;
  private final KafkaBroker broker;
  private final Random random;
  private final RunLog log;
  private int runs;

  /**
   * @param random makes all random choices
   */
  KafkaRuns(FaultCluster cluster, KafkaBroker broker, Random random, RunLog log) {
    this.cluster = cluster;
    this.broker = broker;
    this.random = random;
    this.log = log;
  }

  /** Starts a cluster for them. */
  static FaultCluster startCluster(String name) throws Exception {
    return FaultCluster.start(name, SUBTASKS_STAY);
  }

  /** Runs once; answers what {@link KafkaRun#run} does. */
  List<String> problems(ReadPath path, List<Victim> victims) throws Exception {
    runs++;
    String name = "%s-%d".formatted(path.name().toLowerCase(Locale.ROOT), runs);
    try (Admin admin = Clients.admin(broker.address())) {
      return new KafkaRun(cluster, broker.address(), admin, path, name, log).run(victims, random);
    } catch (AssertionError e) {
      log.say("%-10s %s".formatted(path, e.getMessage()));
      return List.of(String.valueOf(e.getMessage()));
    }
  }
}
