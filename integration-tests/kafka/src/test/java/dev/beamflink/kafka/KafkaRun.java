package dev.beamflink.kafka;

import dev.beamflink.cluster.Await;
import dev.beamflink.cluster.TestSettings;
import dev.beamflink.cluster.fault.FaultCluster;
import dev.beamflink.cluster.fault.JobProbe;
import dev.beamflink.kafka.job.KafkaJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** One run of the job between new topics, disturbed, and what came out of it. */
final class KafkaRun {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final int LONGEST_WAIT_MILLIS = 1500;
  private static final short REPLICAS = 1;
  private static final int CHECKPOINTING_INTERVAL_MILLIS = 500;

  private final FaultCluster cluster;
  private final String broker;
  private final Admin admin;
  private final ReadPath path;
  private final RunLog log;
  private final String input;
  private final String output;
  private final GroupOffsets readOffsets;
  private final GroupOffsets sinkOffsets;

  /**
   * @param name of the run, used once per broker
   */
  KafkaRun(
      FaultCluster cluster, String broker, Admin admin, ReadPath path, String name, RunLog log) {
    this.cluster = cluster;
    this.broker = broker;
    this.admin = admin;
    this.path = path;
    this.log = log;
    this.input = name + "-in";
    this.output = name + "-out";
    this.readOffsets = new GroupOffsets(admin, name + "-read", input);
    this.sinkOffsets = new GroupOffsets(admin, name + "-sink", output);
  }

  /**
   * Runs the job while records come in, and kills a TaskManager some times, each time after a
   * checkpoint that completed behind the last restore.
   *
   * @return what is wrong with the output and the committed offsets
   */
  List<String> run(int kills, Random random) throws Exception {
    admin.createTopics(List.of(topic(input), topic(output))).all().get();
    JobProbe job = submit();
    try (Feed feed = Feed.start(broker, input);
        CommittedOutput committed = new CommittedOutput(broker, output)) {
      awaitSinkState(job);
      for (int kill = 1; kill <= kills; kill++) {
        kill(job, random);
        log.say(
            "%-10s kill %d, restored from checkpoint %d"
                .formatted(path, kill, job.lastRestore().checkpoint()));
      }
      int records = feed.end();
      List<String> problems = judge(job, Content.valuesPerKey(records), committed);
      log.say(
          "%-10s %d records, %s"
              .formatted(path, records, problems.isEmpty() ? "each once" : problems));
      return problems;
    } finally {
      cluster.flink().cancel(job.jobId());
    }
  }

  private static NewTopic topic(String name) {
    return new NewTopic(name, Content.PARTITIONS, REPLICAS);
  }

  private JobProbe submit() {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--runner=FlinkRunner",
                "--jobName=" + input,
                "--parallelism=" + FaultCluster.PARALLELISM,
                "--checkpointingInterval=" + CHECKPOINTING_INTERVAL_MILLIS,
                "--broker=" + broker,
                "--input=" + input,
                "--output=" + output,
                "--readGroup=" + readOffsets.group(),
                "--sinkGroup=" + sinkOffsets.group(),
                "--shards=" + Content.PARTITIONS));
    options.addAll(path.options());
    String jobId =
        cluster
            .flink()
            .runDetached(
                TestSettings.JOBS_JAR, KafkaJob.class.getName(), options.toArray(String[]::new));
    return new JobProbe(cluster, jobId);
  }

  /**
   * Waits until a checkpoint holds the names that KafkaIO's sink gives itself when it writes for
   * the first time. A job that is restored from before that finds what it wrote and takes it for
   * another's: it never gets up again.
   */
  private void awaitSinkState(JobProbe job) throws Exception {
    await(
        job,
        "all shards of the sink had written",
        () -> sinkOffsets.committed().size() == Content.PARTITIONS);
    awaitCheckpoints(job);
  }

  private void kill(JobProbe job, Random random) throws Exception {
    await(
        job,
        "a checkpoint completed after the last restore",
        () -> job.completedCheckpoint() > job.lastRestore().checkpoint());
    // The seeded random moment
    TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_WAIT_MILLIS));
    long checkpoint = job.completedCheckpoint();
    long time = System.currentTimeMillis();
    cluster.killTaskManager(1 + random.nextInt(FaultCluster.TASK_MANAGERS));
    cluster.startMissing();
    await(
        job,
        "it was restored from checkpoint %d or a later one".formatted(checkpoint),
        () ->
            job.lastRestore().epochMillis() >= time
                && job.lastRestore().checkpoint() >= checkpoint);
  }

  private List<String> judge(JobProbe job, Map<String, Integer> expected, CommittedOutput committed)
      throws Exception {
    List<String> problems = new ArrayList<>();
    try {
      await(job, "all was written", () -> Verdict.isComplete(expected, committed.read()));
      Map<Integer, Long> ends = readOffsets.endsWithout(path.uncommitted());
      await(
          job,
          "offsets %s were committed".formatted(ends),
          () -> readOffsets.committed().equals(ends));
      // What is to come twice comes with the next checkpoints
      awaitCheckpoints(job);
    } catch (AssertionError e) {
      problems.add(e.getMessage());
    }
    problems.addAll(Verdict.differences(expected, committed.read()));
    return problems;
  }

  /** Waits for a checkpoint that has begun after this call. */
  private void awaitCheckpoints(JobProbe job) throws Exception {
    long completed = job.completedCheckpoint();
    await(job, "two more checkpoints completed", () -> job.completedCheckpoint() >= completed + 2);
  }

  private void await(JobProbe job, String what, Callable<Boolean> condition) throws Exception {
    Await.until(
        "%s (job %s, %s)".formatted(what, job.jobId(), path),
        LIMIT,
        () -> {
          if (job.status().equals("FAILED")) {
            throw new AssertionError("The job failed for good: " + job.lastException());
          }
          return condition.call();
        });
  }
}
