package dev.beamflink.benchmarks.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beamflink.benchmarks.fork.ForkPlan;
import dev.beamflink.benchmarks.fork.ForkResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What a fork has found, kept with the commit that it ran at. */
record ForkFile(String commit, ForkPlan plan, ForkResult result) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The one in the file, if it has run at this commit by this plan. */
  static Optional<ForkResult> read(Path file, String commit, ForkPlan plan) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    ForkFile kept = JSON.readValue(file.toFile(), ForkFile.class);
    return kept.commit.equals(commit) && kept.plan.equals(plan)
        ? Optional.of(kept.result)
        : Optional.empty();
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), this);
  }
}
