package dev.beamflink.runner.options;

import dev.beamflink.model.problem.Problem;
import dev.beamflink.model.problem.Problems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.apache.beam.runners.flink.FlinkPipelineOptions;

/** The plan can be written where the option says. */
final class PlanFileCheck implements OptionCheck {

  @Override
  public void check(FlinkPipelineOptions options, Problems problems) {
    String file = options.getPlanFile();
    if (file == null) {
      return;
    }
    try {
      Path path = Path.of(file).toAbsolutePath();
      Path directory = path.getParent();
      if (Files.isDirectory(path)) {
        problems.add(problem(file, "is a directory"));
      } else if (directory == null || !Files.isDirectory(directory)) {
        problems.add(problem(file, "is in a directory that does not exist"));
      }
    } catch (InvalidPathException e) {
      problems.add(problem(file, "is no path: " + e.getMessage()));
    }
  }

  private static Problem problem(String file, String why) {
    return OptionProblems.of(
        "planFile", "is '%s', which %s".formatted(file, why), "Name a file in a local directory");
  }
}
