package dev.beamflink.cluster.longrun;

import dev.beamflink.cluster.EmbeddedFlink;
import dev.beamflink.cluster.LocalCluster;
import dev.beamflink.cluster.TestSettings;
import dev.beamflink.cluster.job.Repeat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A cluster of one JobManager and one TaskManager that gets one job after another. The client is
 * one JVM for each call of {@link #submit}.
 */
final class Session implements AutoCloseable {
  private static final String[] SETTINGS = {
    // Busy machines answer late
    "pekko.ask.timeout=60s",
    "web.timeout=60000",
    // The JobManager would keep what it shows of ended jobs in its heap, up to 50 MB for each store
    "jobstore.max-capacity=10",
    "completed-application-store.max-capacity=10",
    // A TaskManager would keep the jars of ended jobs for an hour
    "blob.service.cleanup.interval=5"
  };

  /** How many pipelines there are. */
  static final int PIPELINES = 2;

  private static final Duration JOB_LIMIT = Duration.ofMinutes(1);

  private final LocalCluster cluster;
  private final Path text;
  private final Path output;

  private Session(LocalCluster cluster) throws IOException {
    this.cluster = cluster;
    Path directory = Files.createDirectories(cluster.directory().resolve("jobs"));
    this.text = Files.writeString(directory.resolve("text"), "to be or not to be\n");
    this.output = directory.resolve("output");
  }

  static Session start(String name) throws IOException {
    LocalCluster cluster = LocalCluster.named(name);
    cluster.start(1, SETTINGS);
    return new Session(cluster);
  }

  /** Runs a batch and a streaming pipeline of the examples, each so many times. */
  void submit(int times) {
    run(times, "WordCount", "--input=" + text);
    run(times, "UserSessions", "--streaming=true", "--events=500", "--rate=100000");
  }

  private void run(int times, String program, String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                Integer.toString(times),
                "dev.beamflink.examples." + program,
                "--runner=FlinkRunner",
                "--flinkMaster=" + cluster.address(),
                "--filesToStage=" + TestSettings.EXAMPLES_JAR,
                "--parallelism=2",
                "--output=" + output.resolve(program)));
    arguments.addAll(List.of(options));
    EmbeddedFlink.run(
            JOB_LIMIT.multipliedBy(times),
            List.of(TestSettings.EXAMPLES_JAR, TestSettings.JOBS_JAR),
            Repeat.class.getName(),
            arguments)
        .succeeded();
  }

  JvmReading readJobManager() throws IOException {
    return JvmReading.of(cluster.jobManager());
  }

  JvmReading readTaskManager() throws IOException {
    return JvmReading.of(cluster.process("taskmanager-1"));
  }

  @Override
  public void close() {
    cluster.close();
  }
}
