package dev.beamflink.runner.settings;

import dev.beamflink.runner.options.RestartOptions;
import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.RestartStrategyOptions.RestartStrategyType;

/** What happens after a failure. */
final class RestartSettings {

  private RestartSettings() {}

  static void write(RestartOptions options, Configuration configuration) {
    int retries = options.getNumberOfExecutionRetries();
    if (retries == 0) {
      configuration.set(
          RestartStrategyOptions.RESTART_STRATEGY,
          RestartStrategyType.NO_RESTART_STRATEGY.getMainValue());
    } else if (retries > 0) {
      configuration.set(
          RestartStrategyOptions.RESTART_STRATEGY, RestartStrategyType.FIXED_DELAY.getMainValue());
      configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, retries);
      if (options.getExecutionRetryDelay() >= 0) {
        configuration.set(
            RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY,
            Duration.ofMillis(options.getExecutionRetryDelay()));
      }
    }
  }
}
