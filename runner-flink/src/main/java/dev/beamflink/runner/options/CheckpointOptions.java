package dev.beamflink.runner.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** Checkpoints of streaming jobs; batch jobs take none. */
public interface CheckpointOptions extends PipelineOptions {

  /** Default of {@link #getCheckpointingMode}. */
  String EXACTLY_ONCE = "EXACTLY_ONCE";

  /** Shortest interval and timeout that Flink takes. */
  long SHORTEST_MILLIS = 10;

  @Description(
      "Milliseconds between checkpoints. -1 takes none, unless Flink's configuration sets"
          + " `execution.checkpointing.interval`.")
  @Default.Long(-1)
  @AllowedRange(from = SHORTEST_MILLIS, unset = -1)
  // Boxed, as KafkaIO declares this option once more, with this type
  Long getCheckpointingInterval();

  void setCheckpointingInterval(Long millis);

  @Description(
      "`EXACTLY_ONCE` or `AT_LEAST_ONCE`: what state holds of each element after a restart.")
  @Default.String(EXACTLY_ONCE)
  String getCheckpointingMode();

  void setCheckpointingMode(String mode);

  @Description("Milliseconds after which a checkpoint is given up. -1 takes Flink's 10 minutes.")
  @Default.Long(-1)
  @AllowedRange(from = SHORTEST_MILLIS, unset = -1)
  long getCheckpointTimeoutMillis();

  void setCheckpointTimeoutMillis(long millis);

  @Description("Milliseconds from the end of a checkpoint to the next one at least. -1 takes 0.")
  @Default.Long(-1)
  @AllowedRange(from = 0, unset = -1)
  long getMinPauseBetweenCheckpoints();

  void setMinPauseBetweenCheckpoints(long millis);

  @Description("Checkpoints under way at once at most.")
  @Default.Integer(1)
  @AllowedRange(from = 1)
  int getNumConcurrentCheckpoints();

  void setNumConcurrentCheckpoints(int checkpoints);

  @Description("Checkpoints that may fail in a row before the job is restarted.")
  @Default.Integer(0)
  @AllowedRange(from = 0)
  int getTolerableCheckpointFailureNumber();

  void setTolerableCheckpointFailureNumber(int failures);

  @Description(
      "`false` lets any number of checkpoints fail; older form of"
          + " `--tolerableCheckpointFailureNumber`.")
  @Default.Boolean(true)
  boolean getFailOnCheckpointingErrors();

  void setFailOnCheckpointingErrors(boolean fail);

  @Description(
      "Lets checkpoint barriers overtake elements, which become part of the checkpoint: shorter"
          + " checkpoints under backpressure.")
  @Default.Boolean(false)
  boolean getUnalignedCheckpointEnabled();

  void setUnalignedCheckpointEnabled(boolean unaligned);

  @Description("Unaligned checkpoints even where Flink does not think that they are safe.")
  @Default.Boolean(false)
  boolean getForceUnalignedCheckpointEnabled();

  void setForceUnalignedCheckpointEnabled(boolean force);

  @Description(
      "Keeps the last checkpoint of a job that failed, to start from it again with"
          + " `--savepointPath`.")
  @Default.Boolean(false)
  boolean isExternalizedCheckpointsEnabled();

  void setExternalizedCheckpointsEnabled(boolean enabled);

  @Description(
      "Keeps the last checkpoint of a job that is cancelled, too; implies"
          + " `--externalizedCheckpointsEnabled`.")
  @Default.Boolean(false)
  boolean getRetainExternalizedCheckpointsOnCancellation();

  void setRetainExternalizedCheckpointsOnCancellation(boolean retain);
}
