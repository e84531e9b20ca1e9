package dev.beamflink.runner.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** How a job is executed: width, bundles, sources, what it reports. */
public interface ExecutionOptions extends PipelineOptions {

  /** Flink's upper limit for the parallelism of a job. */
  int MOST_KEY_GROUPS = 1 << 15;

  @Description(
      "Parallelism of the job. -1 takes that of `flink run -p` or of Flink's configuration"
          + " (`parallelism.default`), else the number of processors when embedded, else 1.")
  @Default.Integer(-1)
  @AllowedRange(from = 1, to = MOST_KEY_GROUPS, unset = -1)
  int getParallelism();

  void setParallelism(int parallelism);

  @Description(
      "The parallelism that the job can be rescaled to at most; fixed in savepoints. -1 takes 1024,"
          + " or the parallelism if that is higher; a job that starts from a savepoint takes"
          + " what that has.")
  @Default.Integer(-1)
  @AllowedRange(from = 1, to = MOST_KEY_GROUPS, unset = -1)
  int getMaxParallelism();

  void setMaxParallelism(int maxParallelism);

  @Description(
      "Elements in a bundle at most; a bundle also ends before each checkpoint. -1 takes 1000 in"
          + " streaming, 100000 in batch.")
  @Default.Long(-1)
  @AllowedRange(from = 1, unset = -1)
  long getMaxBundleSize();

  void setMaxBundleSize(long elements);

  @Description(
      "Age of a bundle in milliseconds at most. -1 takes 1000 in streaming, 10000 in batch.")
  @Default.Long(-1)
  @AllowedRange(from = 1, unset = -1)
  long getMaxBundleTimeMills();

  void setMaxBundleTimeMills(long millis);

  @Description("Whether Flink may run stages that follow each other in one thread.")
  @Default.Boolean(true)
  boolean getOperatorChaining();

  void setOperatorChaining(boolean chaining);

  @Description(
      "Milliseconds between two watermarks of an unbounded source. Not set: 100, or Flink's"
          + " `pipeline.auto-watermark-interval` if that is configured.")
  @AllowedRange(from = 1)
  @Nullable Long getAutoWatermarkInterval();

  void setAutoWatermarkInterval(@Nullable Long millis);

  @Description(
      "Milliseconds between the markers with which Flink measures latency. 0 takes Flink's"
          + " configuration, which measures none by default.")
  @Default.Long(0)
  @AllowedRange(from = 0)
  long getLatencyTrackingInterval();

  void setLatencyTrackingInterval(long millis);

  @Description(
      "Size in MiB of the splits of a bounded source at most. 0 makes four splits per reader;"
          + " readers pull them, so that a slow one gets fewer.")
  @Default.Long(0)
  @AllowedRange(from = 0, to = Long.MAX_VALUE >> 20)
  long getFileInputSplitMaxSizeMB();

  void setFileInputSplitMaxSizeMB(long mebibytes);

  @Description(
      "Leaves out the metrics of Beam: nothing is sent to the JobManager, and"
          + " `PipelineResult.metrics()` is empty.")
  @Default.Boolean(false)
  boolean getDisableMetrics();

  void setDisableMetrics(boolean disable);
}
