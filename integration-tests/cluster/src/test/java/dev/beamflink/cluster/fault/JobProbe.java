package dev.beamflink.cluster.fault;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One job as the JobManager's REST interface shows it. */
public final class JobProbe {
  private static final Pattern STATUS = Pattern.compile("\"status\":\"(\\w+)\"");
  private static final Pattern FAILED = Pattern.compile("\"counts\":\\{[^}]*\"failed\":(\\d+)");
  private static final String COMPLETED = "\"latest\":\\{\"completed\":\\{[^}]*?\"%s\":(\\d+)";
  private static final Pattern RESTORED =
      Pattern.compile("\"restored\":\\{\"id\":(\\d+),\"restore_timestamp\":(\\d+)");
  private static final Pattern EXCEPTION = Pattern.compile("\"stacktrace\":\"(.{0,1500})");

  private static final long NONE = -1;

  private final FaultCluster cluster;
  private final String jobId;

  public JobProbe(FaultCluster cluster, String jobId) {
    this.cluster = cluster;
    this.jobId = jobId;
  }

  /**
   * A restore from a checkpoint.
   *
   * @param checkpoint its id, or -1 if there was no restore yet
   * @param epochMillis when it was restored
   */
  public record Restore(long checkpoint, long epochMillis) {}

  /**
   * A completed checkpoint.
   *
   * @param newBytes what was written for it
   * @param stateBytes all that it refers to, that of earlier ones too
   */
  public record Checkpoint(long newBytes, long stateBytes, long millis) {}

  public String jobId() {
    return jobId;
  }

  /** Flink's name for the state of the job; {@code UNKNOWN} while no JobManager leads it. */
  public String status() throws InterruptedException {
    Matcher matcher = STATUS.matcher(ask("/status"));
    return matcher.find() ? matcher.group(1) : "UNKNOWN";
  }

  /** The id of the last completed checkpoint that this JobManager knows, or -1. */
  public long completedCheckpoint() throws InterruptedException {
    return ofCompleted("id", ask("/checkpoints"));
  }

  /** The last completed checkpoint; its numbers are -1 if there is none. */
  public Checkpoint lastCheckpoint() throws InterruptedException {
    String checkpoints = ask("/checkpoints");
    return new Checkpoint(
        ofCompleted("checkpointed_size", checkpoints),
        ofCompleted("state_size", checkpoints),
        ofCompleted("end_to_end_duration", checkpoints));
  }

  private static long ofCompleted(String field, String checkpoints) {
    Matcher matcher = Pattern.compile(COMPLETED.formatted(field)).matcher(checkpoints);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : NONE;
  }

  long failedCheckpoints() throws InterruptedException {
    Matcher matcher = FAILED.matcher(ask("/checkpoints"));
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }

  public Restore lastRestore() throws InterruptedException {
    Matcher matcher = RESTORED.matcher(ask("/checkpoints"));
    return matcher.find()
        ? new Restore(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)))
        : new Restore(NONE, NONE);
  }

  /** What made the job fail last, as far as it is known. */
  public String lastException() throws InterruptedException {
    Matcher matcher = EXCEPTION.matcher(ask("/exceptions"));
    return matcher.find()
        ? matcher.group(1).replace("\\n\\t", "\n    ").replace("\\n", "\n")
        : "none";
  }

  private String ask(String what) throws InterruptedException {
    try {
      return cluster.get("/jobs/" + jobId + what);
    } catch (IOException e) {
      return "";
    }
  }
}
