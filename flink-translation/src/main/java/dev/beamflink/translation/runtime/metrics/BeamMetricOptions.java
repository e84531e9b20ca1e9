package dev.beamflink.translation.runtime.metrics;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Keys of this runner in a job's configuration, which reaches every task. */
public final class BeamMetricOptions {

  /** Whether Beam's metrics are sent to the JobManager. */
  public static final ConfigOption<Boolean> ENABLED =
      ConfigOptions.key("beam.metrics.enabled")
          .booleanType()
          .defaultValue(true)
          .withDescription("Whether the metrics of Beam transforms are sent to the JobManager.");

  /** Whether they are among what Flink's REST interface tells, for Beam's clients of it. */
  public static final ConfigOption<Boolean> IN_REST =
      ConfigOptions.key("beam.metrics.in-rest")
          .booleanType()
          .defaultValue(false)
          .withDescription("Whether Beam's clients find the metrics in Flink's REST interface.");

  private BeamMetricOptions() {}
}
