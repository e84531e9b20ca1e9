package dev.beamflink.runner.options;

import dev.beamflink.model.problem.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.runners.flink.FlinkPipelineOptions;

/** Files to send with the job exist. */
final class StagedFilesCheck implements OptionCheck {

  @Override
  public void check(FlinkPipelineOptions options, Problems problems) {
    List<String> files = options.getFilesToStage();
    if (files == null) {
      return;
    }
    List<String> missing = files.stream().filter(file -> !Files.exists(Path.of(file))).toList();
    if (!missing.isEmpty()) {
      problems.add(
          OptionProblems.of(
              "filesToStage",
              "names files that do not exist: " + String.join(", ", missing),
              "Correct it, or leave it out to send what is on the class path"));
    }
  }
}
