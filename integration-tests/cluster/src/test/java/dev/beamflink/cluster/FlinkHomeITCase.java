package dev.beamflink.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.cluster.job.SumJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Flink home without a cluster. */
class FlinkHomeITCase {
  private static final Path HOME = TestSettings.FLINK_HOME;

  @Test
  void holdsTheFlinkThatTheRunnerIsBuiltAgainst() {
    Path runtime = HOME.resolve("lib/flink-runtime-" + TestSettings.FLINK_VERSION + ".jar");
    assertTrue(Files.exists(runtime), runtime + " is missing: adapt flink.version in flink-home");
    CommandResult version =
        new Command(HOME.resolve("bin/flink"), Map.of()).run(List.of("--version")).succeeded();
    assertTrue(version.output().contains(TestSettings.FLINK_VERSION), version.output());
  }

  @Test
  void runsAJarOnAnEmbeddedCluster(@TempDir Path directory) throws Exception {
    Path output = directory.resolve("sums");
    EmbeddedFlink.run(TestSettings.JOBS_JAR, SumJob.class.getName(), output.toString()).succeeded();
    assertEquals(Set.of(SumJob.ODD_SUM, SumJob.EVEN_SUM), SumFiles.read(output));
  }
}
