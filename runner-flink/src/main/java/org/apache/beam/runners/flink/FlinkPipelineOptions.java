package org.apache.beam.runners.flink;

import org.apache.beam.sdk.options.ApplicationNameOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.FileStagingOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.StreamingOptions;

/** Options of {@link FlinkRunner}. */
public interface FlinkPipelineOptions
    extends PipelineOptions, ApplicationNameOptions, StreamingOptions, FileStagingOptions {

  /** Where a job runs unless the user says otherwise. */
  String AUTO = "[auto]";

  @Description(
      "Where the pipeline runs: [auto] is the cluster of a surrounding 'flink run', else embedded;"
          + " [local] is embedded; host:port is the REST address of a cluster.")
  @Default.String(AUTO)
  String getFlinkMaster();

  void setFlinkMaster(String master);

  @Description("Parallelism of the job. -1 takes Flink's default, or 1 where there is none.")
  @Default.Integer(-1)
  int getParallelism();

  void setParallelism(int parallelism);

  @Description(
      "Upper limit of the parallelism that the job can ever be rescaled to; fixed in savepoints.")
  @Default.Integer(-1)
  int getMaxParallelism();

  void setMaxParallelism(int maxParallelism);

  @Description("Milliseconds between checkpoints. -1 takes no checkpoints.")
  @Default.Long(-1L)
  long getCheckpointingInterval();

  void setCheckpointingInterval(long millis);

  @Description("Elements in a bundle at most. -1 takes 1000 in streaming, 100000 in batch.")
  @Default.Long(-1L)
  long getMaxBundleSize();

  void setMaxBundleSize(long elements);

  @Description(
      "Age of a bundle in milliseconds at most. -1 takes 1000 in streaming, 10000 in batch.")
  @Default.Long(-1L)
  long getMaxBundleTimeMills();

  void setMaxBundleTimeMills(long millis);
}
