package dev.beamflink.runner.cluster;

import dev.beamflink.runner.options.FlinkConfDirCheck;
import dev.beamflink.runner.options.SubmissionOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.SecurityOptions;

/** Flink's own configuration, from its file. */
final class ConfiguredFlink {

  private ConfiguredFlink() {}

  /** That of {@code --flinkConfDir}, else of FLINK_CONF_DIR, else empty. */
  static Configuration of(SubmissionOptions options) {
    String directory = options.getFlinkConfDir();
    return directory == null
        ? GlobalConfiguration.loadConfiguration()
        : GlobalConfiguration.loadConfiguration(directory);
  }

  /** That of {@code --flinkConfDir}, else empty: for who has read FLINK_CONF_DIR already. */
  static Configuration ofOption(SubmissionOptions options) {
    return options.getFlinkConfDir() == null ? new Configuration() : of(options);
  }

  /** Whether REST interfaces take TLS only; false if there is no configuration to read. */
  static boolean encryptsRest(SubmissionOptions options) {
    return !FlinkConfDirCheck.isMissing(options) && SecurityOptions.isRestSSLEnabled(of(options));
  }
}
