package dev.beamflink.runner.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** What happens after a failure. */
public interface RestartOptions extends PipelineOptions {

  @Description(
      "How often a failed job is restarted. -1 takes Flink's configuration: by default no restart"
          + " without checkpoints, and with them restarts without limit, in growing intervals.")
  @Default.Integer(-1)
  @AllowedRange(from = 0, unset = -1)
  int getNumberOfExecutionRetries();

  void setNumberOfExecutionRetries(int retries);

  @Description(
      "Milliseconds from a failure to the restart; needs `--numberOfExecutionRetries`. -1 takes"
          + " Flink's 1000.")
  @Default.Long(-1)
  @AllowedRange(from = 0, unset = -1)
  long getExecutionRetryDelay();

  void setExecutionRetryDelay(long millis);
}
