package dev.beamflink.runner.options;

import dev.beamflink.model.problem.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.flink.configuration.GlobalConfiguration;

/** The directory with Flink's configuration holds one. */
public final class FlinkConfDirCheck implements OptionCheck {

  @Override
  public void check(FlinkPipelineOptions options, Problems problems) {
    if (isMissing(options)) {
      problems.add(
          OptionProblems.of(
              "flinkConfDir",
              "is '%s', which has no file %s"
                  .formatted(options.getFlinkConfDir(), GlobalConfiguration.FLINK_CONF_FILENAME),
              "Name the directory of that file"));
    }
  }

  /** Whether the options name a directory without configuration. */
  public static boolean isMissing(SubmissionOptions options) {
    String directory = options.getFlinkConfDir();
    return directory != null
        && !Files.isRegularFile(Path.of(directory, GlobalConfiguration.FLINK_CONF_FILENAME));
  }
}
