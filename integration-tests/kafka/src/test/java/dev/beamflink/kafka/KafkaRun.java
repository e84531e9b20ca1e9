package dev.beamflink.kafka;

import dev.beamflink.cluster.Await;
import dev.beamflink.cluster.TestSettings;
import dev.beamflink.cluster.fault.FaultCluster;
import dev.beamflink.cluster.fault.JobProbe;
import dev.beamflink.kafka.job.KafkaJob;
import java.io.IOException;
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
  /** For busy machines: nobody waits that long on one that is not. */
  private static final Duration LIMIT = Duration.ofMinutes(10);

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
  private final LowestOffsets lowestOffsets;
  private final CommitCheck commits;
  private final List<String> problems = new ArrayList<>();

  /**
   * @param name of the run, used once per broker
   */
  KafkaRun(FaultCluster cluster, String broker, Admin admin, ReadPath path, String name, RunLog log)
      throws IOException {
    this.cluster = cluster;
    this.broker = broker;
    this.admin = admin;
    this.path = path;
    this.log = log;
    this.input = name + "-in";
    this.output = name + "-out";
    this.readOffsets = new GroupOffsets(admin, name + "-read", input);
    this.sinkOffsets = new GroupOffsets(admin, name + "-sink", output);
    this.lowestOffsets = new LowestOffsets(cluster.directory().resolve("runs").resolve(name));
    this.commits = new CommitCheck(readOffsets, lowestOffsets);
  }

  /**
   * Runs the job while records come in, and kills what runs it, each time after a checkpoint that
   * completed behind the last restore.
   *
   * @return what is wrong with the output and the committed offsets
   */
  List<String> run(List<Victim> victims, Random random) throws Exception {
    admin.createTopics(List.of(topic(input), topic(output))).all().get();
    JobProbe job = submit();
    try (Feed feed = Feed.start(broker, input);
        CommittedOutput committed = new CommittedOutput(broker, output)) {
      awaitSinkState(job);
      for (Victim victim : victims) {
        kill(victim, job, random);
        log.say(
            "%-10s %s killed, restored from checkpoint %d"
                .formatted(path, victim, job.lastRestore().checkpoint()));
      }
      int records = feed.end();
      judge(job, feed, records, committed);
      log.say(
          "%-10s %d records, %d committed offsets: %s"
              .formatted(
                  path,
                  records,
                  commits.compared(),
                  problems.isEmpty() ? "each once, none ahead of a checkpoint" : problems));
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
                "--lowestOffsets=" + lowestOffsets.directory(),
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

  private void kill(Victim victim, JobProbe job, Random random) throws Exception {
    await(
        job,
        "a checkpoint completed after the last restore",
        () -> job.completedCheckpoint() > job.lastRestore().checkpoint());
    await(job, "each partition was read and its offset committed", commits::isTelling);
    problems.addAll(commits.problems());
    // The seeded random moment
    TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_WAIT_MILLIS));
    long checkpoint = job.completedCheckpoint();
    long time = System.currentTimeMillis();
    victim.kill(cluster, random);
    await(job, "the cluster knew of it", () -> !job.status().equals("RUNNING"));
    // Without what was killed no attempt begins
    commits.attemptEnded();
    cluster.startMissing();
    await(
        job,
        "it was restored from checkpoint %d or a later one".formatted(checkpoint),
        () ->
            job.lastRestore().epochMillis() >= time
                && job.lastRestore().checkpoint() >= checkpoint);
  }

  private void judge(JobProbe job, Feed feed, int records, CommittedOutput committed)
      throws Exception {
    Map<String, Integer> expected = Content.valuesPerKeyWithEnds(records);
    try {
      awaitOutput(job, Content.valuesPerKey(records), committed);
      feed.produceEnds();
      awaitOutput(job, expected, committed);
      awaitOffsets(job, readOffsets.endsWithout(path.uncommitted()));
      // What is to come twice comes with the next checkpoints
      awaitCheckpoints(job);
    } catch (AssertionError e) {
      problems.add(e.getMessage());
    }
    problems.addAll(commits.problems());
    problems.addAll(Verdict.differences(expected, committed.read()));
  }

  /** Waits until all was written, and the bundles with it have ended. */
  private void awaitOutput(JobProbe job, Map<String, Integer> expected, CommittedOutput committed)
      throws Exception {
    await(job, "all was written", () -> Verdict.isComplete(expected, committed.read()));
    awaitCheckpoints(job);
  }

  private void awaitOffsets(JobProbe job, Map<Integer, Long> expected) throws Exception {
    try {
      await(
          job,
          "offsets %s were committed".formatted(expected),
          () -> readOffsets.committed().equals(expected));
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + ", found " + readOffsets.committed(), e);
    }
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
