package dev.beamflink.runner.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * Options that users of Beam on Flink know and that have no effect any more. A value other than the
 * default is answered with one warning: the description, which says why.
 */
public interface ObsoleteOptions extends PipelineOptions {

  @Description(
      "Elements are always handed over without a copy: Beam forbids user code to change them.")
  @Default.Boolean(false)
  boolean getObjectReuse();

  void setObjectReuse(boolean reuse);

  @Description("There is no copy between operators that could be made faster.")
  @Default.Boolean(false)
  boolean getFasterCopy();

  void setFasterCopy(boolean faster);

  @Description(
      "A bundle always ends before a checkpoint; nothing of an open bundle is in the checkpoint.")
  @Default.Boolean(false)
  boolean getFinishBundleBeforeCheckpointing();

  void setFinishBundleBeforeCheckpointing(boolean finish);

  @Description(
      "Sources stay as long as something behind them has work left, and Flink takes checkpoints"
          + " after the end of sources, too.")
  @Default.Long(-1)
  long getShutdownSourcesAfterIdleMs();

  void setShutdownSourcesAfterIdleMs(long millis);

  @Description(
      "Bounded pipelines run in Flink's BATCH mode, whose exchanges are blocking where they have to"
          + " be: there is no deadlock to work around.")
  @Default.String("PIPELINED")
  String getExecutionModeForBatch();

  void setExecutionModeForBatch(String mode);

  @Description("Grouped values can always be iterated again, and are spilled to disk when large.")
  @Default.Boolean(false)
  boolean getReIterableGroupByKeyResult();

  void setReIterableGroupByKeyResult(boolean reIterable);

  @Description("Batch pipelines always run on Flink's DataStream API; Flink 2 has no other.")
  @Default.Boolean(false)
  boolean getUseDataStreamForBatch();

  void setUseDataStreamForBatch(boolean use);

  @Description("All stages, sources too, share the slots of the job.")
  @Default.Boolean(true)
  boolean getForceSlotSharingGroup();

  void setForceSlotSharingGroup(boolean force);

  @Description("Readers pull the splits of bounded sources as they need them; nothing is skewed.")
  @Default.Long(0)
  long getSourceStaticSplitThresholdMb();

  void setSourceStaticSplitThresholdMb(long mebibytes);

  @Description(
      "The shards of a file write are always spread over the subtasks, evenly if their number is a"
          + " power of two.")
  @Default.Boolean(false)
  boolean isAutoBalanceWriteFilesShardingEnabled();

  void setAutoBalanceWriteFilesShardingEnabled(boolean enabled);

  @Description(
      "The elements of a side input's window are always decoded once, and each view is made once.")
  @Default.Boolean(false)
  boolean getCacheSideInputMaterialization();

  void setCacheSideInputMaterialization(boolean cache);

  @Description("A drain always processes every element that has been read.")
  @Default.Boolean(false)
  boolean getEnableStableInputDrain();

  void setEnableStableInputDrain(boolean drain);

  @Description(
      "Flink measures the duration of checkpoints itself, per job and per subtask: see the"
          + " checkpoints page of its web UI and the metric `lastCheckpointDuration`.")
  @Nullable String getReportCheckpointDuration();

  void setReportCheckpointDuration(@Nullable String namespace);
}
