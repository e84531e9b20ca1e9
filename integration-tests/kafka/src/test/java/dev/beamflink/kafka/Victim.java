package dev.beamflink.kafka;

import dev.beamflink.cluster.fault.FaultCluster;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What is killed, with SIGKILL. */
enum Victim {
  TASK_MANAGER {
    @Override
    void kill(FaultCluster cluster, Random random) throws Exception {
      cluster.killTaskManager(1 + random.nextInt(FaultCluster.TASK_MANAGERS));
    }
  },

  JOB_MANAGER {
    @Override
    void kill(FaultCluster cluster, Random random) throws Exception {
      cluster.killJobManager();
    }
  };

  abstract void kill(FaultCluster cluster, Random random) throws Exception;

  /**
   * So many TaskManagers, then the JobManager: the next one gives subtasks new places, and another
   * kill within the next minute could bring a shard back to a producer that KafkaIO has kept.
   */
  static List<Victim> taskManagersThenJobManager(int taskManagers) {
    List<Victim> victims = new ArrayList<>(Collections.nCopies(taskManagers, TASK_MANAGER));
    victims.add(JOB_MANAGER);
    return victims;
  }
}
