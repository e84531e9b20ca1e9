package dev.beamflink.cluster.fault;

import dev.beamflink.cluster.Await;
import dev.beamflink.cluster.FlinkCommand;
import dev.beamflink.cluster.LocalCluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A cluster whose processes are killed, and that finds out about it fast. */
public final class FaultCluster implements AutoCloseable {
  public static final int TASK_MANAGERS = 2;

  /** So that a job with this parallelism runs in every TaskManager. */
  public static final int PARALLELISM = TASK_MANAGERS;

  private static final List<String> SETTINGS =
      List.of(
          "taskmanager.numberOfTaskSlots=1",
          // Busy machines answer late
          "pekko.ask.timeout=60s",
          "web.timeout=60000",
          "heartbeat.interval=1000",
          "heartbeat.timeout=15000",
          "restart-strategy.type=fixed-delay",
          "restart-strategy.fixed-delay.attempts=1000000",
          "restart-strategy.fixed-delay.delay=100ms",
          // So that checkpoints have files that may be missing
          "execution.checkpointing.data-inline-threshold=0b",
          "web.refresh-interval=100");

  private static final Duration REQUEST_LIMIT = Duration.ofSeconds(10);

  private final LocalCluster cluster;
  private final ZooKeeper zooKeeper;
  private final HttpClient http = HttpClient.newHttpClient();
  private volatile String address;

  private FaultCluster(LocalCluster cluster, ZooKeeper zooKeeper) {
    this.cluster = cluster;
    this.zooKeeper = zooKeeper;
    this.address = cluster.address();
  }

  /**
   * Starts all processes.
   *
   * @param more settings of Flink, {@code key=value}
   */
  public static FaultCluster start(String name, String... more) throws Exception {
    LocalCluster cluster = LocalCluster.named(name);
    for (String old : List.of("runs", "ha", "checkpoints")) {
      deleteAll(cluster.directory().resolve(old));
    }
    ZooKeeper zooKeeper = ZooKeeper.start(cluster.directory().resolve("zookeeper"));
    List<String> settings = new ArrayList<>(SETTINGS);
    settings.addAll(List.of(more));
    settings.add("high-availability.type=zookeeper");
    settings.add("high-availability.zookeeper.quorum=" + zooKeeper.quorum());
    settings.add("high-availability.zookeeper.client.session-timeout=8s");
    settings.add("high-availability.storageDir=" + cluster.directory().resolve("ha").toUri());
    try {
      cluster.start(TASK_MANAGERS, settings.toArray(String[]::new));
    } catch (AssertionError e) {
      zooKeeper.close();
      throw e;
    }
    return new FaultCluster(cluster, zooKeeper);
  }

  public FlinkCommand flink() {
    return new FlinkCommand(cluster);
  }

  /** Where this cluster's files are. */
  public Path directory() {
    return cluster.directory();
  }

  /** Where a job's checkpoints are. */
  Path checkpoints(String jobId) {
    return cluster.directory().resolve("checkpoints").resolve(jobId);
  }

  public ProcessHandle taskManager(int number) {
    return cluster.process("taskmanager-" + number);
  }

  public ProcessHandle jobManager() {
    return cluster.jobManager();
  }

  /** Kills a TaskManager with SIGKILL. */
  public void killTaskManager(int number) throws Exception {
    kill(taskManager(number));
  }

  /** Kills the JobManager with SIGKILL. */
  public void killJobManager() throws Exception {
    kill(jobManager());
  }

  private static void kill(ProcessHandle process) throws Exception {
    process.destroyForcibly();
    Await.until("process %d has ended".formatted(process.pid()), () -> !process.isAlive());
  }

  /** Starts what has been killed. */
  public void startMissing() {
    cluster.start(TASK_MANAGERS);
    address = cluster.address();
  }

  /** Returns the body of an answer of the JobManager. */
  String get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://" + address + path);
    return http.send(
            HttpRequest.newBuilder(uri).timeout(REQUEST_LIMIT).build(), BodyHandlers.ofString())
        .body();
  }

  /** Deletes a directory with all in it, if it is there. */
  public static void deleteAll(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    cluster.close();
    zooKeeper.close();
  }
}
