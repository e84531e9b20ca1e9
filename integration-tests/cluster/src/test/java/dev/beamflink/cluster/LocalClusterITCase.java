package dev.beamflink.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code scripts/local-cluster}: what starts, what status tells, what stop leaves. */
class LocalClusterITCase {

  @Test
  void startAddsAndReplacesTaskManagersAndStopEndsAll() throws Exception {
    try (LocalCluster cluster = LocalCluster.named("local cluster").start(1)) {
      ProcessHandle first = cluster.process("taskmanager-1");
      assertTrue(cluster.get("/").body().contains("<flink-root>"), "the web UI is not served");
      assertEquals(1, cluster.registeredTaskManagers());

      cluster.start(2);
      assertEquals(first, cluster.process("taskmanager-1"));
      assertEquals(2, cluster.registeredTaskManagers());

      first.destroyForcibly();
      first.onExit().get(30, TimeUnit.SECONDS);
      cluster.start(2);
      ProcessHandle replacement = cluster.process("taskmanager-1");
      assertNotEquals(first, replacement);
      assertTrue(
          cluster.get("/taskmanagers").body().contains("taskmanager-1-" + replacement.pid()));

      // As after 'mvn clean' under a running cluster.
      Files.delete(cluster.directory().resolve("run/taskmanager-1.pid"));
      assertTrue(cluster.stop().succeeded().output().contains("Stopped the cluster"));
      replacement.onExit().get(30, TimeUnit.SECONDS);
      assertEquals(3, cluster.status().exitCode());
    }
  }

  @Test
  void runningClusterKeepsItsSettings() {
    try (LocalCluster cluster =
        LocalCluster.named("settings").start(1, "taskmanager.numberOfTaskSlots=3")) {
      assertTrue(cluster.status().output().contains("3 slots, 3 free"));
      CommandResult again = cluster.tryStart(1, "taskmanager.numberOfTaskSlots=4");
      assertNotEquals(0, again.exitCode());
      assertTrue(again.output().contains("Stop it first"), again.output());
      assertEquals(1, cluster.registeredTaskManagers());
    }
  }

  @Test
  void failedStartShowsTheEndOfTheLogAndLeavesNothing() {
    try (LocalCluster cluster = LocalCluster.named("failing")) {
      CommandResult start = cluster.tryStart(1, "rest.bind-port=none");
      assertNotEquals(0, start.exitCode());
      assertTrue(start.output().contains("Invalid port range definition"), start.output());
      assertEquals(3, cluster.status().exitCode());
      assertTrue(cluster.stop().succeeded().output().contains("No cluster runs"));
    }
  }

  @Test
  void stalePidFileOfAnotherProgramIsIgnored() throws IOException {
    try (LocalCluster cluster = LocalCluster.named("stale")) {
      Path pidFiles = Files.createDirectories(cluster.directory().resolve("run"));
      Files.writeString(pidFiles.resolve("jobmanager.pid"), ProcessHandle.current().pid() + "\n");
      assertEquals(3, cluster.status().exitCode());
      assertTrue(cluster.stop().succeeded().output().contains("No cluster runs"));
    }
  }

  @Test
  void flinkCommandWithoutClusterSaysHowToStartOne() {
    try (LocalCluster cluster = LocalCluster.named("none")) {
      CommandResult list = new FlinkCommand(cluster).execute(List.of("list"));
      assertNotEquals(0, list.exitCode());
      assertTrue(list.output().contains("scripts/local-cluster start"), list.output());
    }
  }
}
