package dev.beamflink.runner.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import org.apache.beam.sdk.util.ReleaseInfo;
import org.apache.flink.runtime.util.EnvironmentInformation;

/**
 * Versions of what made a plan.
 *
 * @param runner this runner
 * @param beam Beam's SDK
 * @param flink Flink, as the client has it
 */
public record Versions(String runner, String beam, String flink) {

  private static final String FILE = "runner.properties"; // filled in by the build

  /** Of what is on the class path. */
  static Versions current() {
    return new Versions(
        runnerVersion(),
        ReleaseInfo.getReleaseInfo().getVersion(),
        EnvironmentInformation.getVersion());
  }

  private static String runnerVersion() {
    Properties properties = new Properties();
    try (InputStream file =
        Objects.requireNonNull(Versions.class.getResourceAsStream(FILE), FILE)) {
      properties.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(FILE + " can't be read", e);
    }
    return Objects.requireNonNull(properties.getProperty("version"), "version");
  }
}
