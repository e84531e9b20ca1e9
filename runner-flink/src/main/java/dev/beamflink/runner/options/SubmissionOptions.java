package dev.beamflink.runner.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.FileStagingOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** Where a job runs, and how the client stays in touch with it. */
public interface SubmissionOptions extends PipelineOptions, FileStagingOptions {

  /** The cluster of a surrounding {@code flink run}, else an embedded one. */
  String AUTO = "[auto]";

  /** A cluster inside this JVM. */
  String LOCAL = "[local]";

  /** What users of DataSet jobs know; the same as {@link #LOCAL}. */
  String COLLECTION = "[collection]";

  @Description(
      "Where the pipeline runs: `[auto]` is the cluster of a surrounding `flink run`, else embedded"
          + " in this JVM; `[local]` is embedded; `host:port` is the REST address of a cluster, to"
          + " which the jars of `--filesToStage` are sent with the job. `[collection]` is the same as"
          + " `[local]`, with a warning.")
  @Default.String(AUTO)
  String getFlinkMaster();

  void setFlinkMaster(String master);

  @Description(
      "Directory with Flink's `config.yaml`, for embedded runs and for `host:port`. Without it the"
          + " directory of the environment variable FLINK_CONF_DIR is taken, if that is set. Options"
          + " of this page win over the file.")
  @Nullable String getFlinkConfDir();

  void setFlinkConfDir(@Nullable String directory);

  @Description(
      "`true`: the client follows the job until its end. `false`: it follows only when asked:"
          + " `waitUntilFinish()` asks for the state every `--jobCheckIntervalInSecs` seconds."
          + " Submission itself never waits. Under `flink run -d` `waitUntilFinish()` returns at once"
          + " with the current state, whatever this option says.")
  @Default.Boolean(true)
  boolean getAttachedMode();

  void setAttachedMode(boolean attached);

  @Description(
      "Seconds between two questions for the state of a job submitted with `--attachedMode=false`.")
  @Default.Integer(5)
  @AllowedRange(from = 1)
  int getJobCheckIntervalInSecs();

  void setJobCheckIntervalInSecs(int seconds);
}
