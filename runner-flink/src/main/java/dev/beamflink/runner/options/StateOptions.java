package dev.beamflink.runner.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.flink.runtime.state.StateBackendFactory;
import org.jspecify.annotations.Nullable;

/** Where state lives, and where it comes from when a job starts. */
public interface StateOptions extends PipelineOptions {

  @Description(
      "Savepoint or retained checkpoint to start from. With `flink run`, `-s` does the same.")
  @Nullable String getSavepointPath();

  void setSavepointPath(@Nullable String path);

  @Description(
      "Starts even if the savepoint holds state of transforms that the pipeline no longer has; that"
          + " state is dropped.")
  @Default.Boolean(false)
  boolean getAllowNonRestoredState();

  void setAllowNonRestoredState(boolean allow);

  @Description(
      "Where streaming state lives: `hashmap` (on the heap; `filesystem` is its older name),"
          + " `rocksdb` (on local disk) or `forst` (experimental). Not set: Flink's configuration,"
          + " else `hashmap`.")
  @Nullable String getStateBackend();

  void setStateBackend(@Nullable String backend);

  @Description(
      "Directory for checkpoints as URI with scheme, such as `s3://bucket/checkpoints`; every"
          + " TaskManager and JobManager must reach it.")
  @Nullable String getStateBackendStoragePath();

  void setStateBackendStoragePath(@Nullable String path);

  @Description(
      "Class of a state backend of your own: an implementation of Flink's"
          + " `org.apache.flink.runtime.state.StateBackendFactory`. Instead of `--stateBackend`.")
  @Nullable Class<? extends StateBackendFactory<?>> getStateBackendFactory();

  void setStateBackendFactory(@Nullable Class<? extends StateBackendFactory<?>> factory);
}
