package dev.beamflink.runner.savepoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.beamflink.runner.plan.JobPlan;
import dev.beamflink.runner.plan.PlanFile;
import dev.beamflink.runner.upgrade.UpgradeCheck;
import dev.beamflink.runner.upgrade.UpgradeReport;
import dev.beamflink.runner.upgrade.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a savepoint says of its states is what the plan of its job says. */
class SavepointReaderTest {

  @TempDir private Path directory;

  private JobPlan plan(String name) throws IOException {
    Path file = directory.resolve(name);
    FlinkPipelineOptions options =
        PipelineOptionsFactory.fromArgs(
                "--runner=FlinkRunner",
                "--dryRun",
                "--planFile=" + file,
                "--parallelism=1",
                "--checkpointingInterval=100")
            .as(FlinkPipelineOptions.class);
    Pipeline pipeline = Pipeline.create(options);
    FixturePipeline.build(pipeline);
    PipelineResult result = pipeline.run();
    assertEquals(PipelineResult.State.DONE, result.waitUntilFinish());
    return PlanFile.read(file);
  }

  /** If an operator opens a state that its factory does not describe, this fails. */
  @Test
  void everyStateOfAPlanIsInItsSavepointAndNoOther() throws IOException {
    UpgradeReport report =
        UpgradeCheck.ofSavepoint(
            SavepointReader.read(SavepointFixture.SAVEPOINT.toString()), plan("plan.json"));
    assertEquals(
        List.of(),
        report.findings().stream().filter(finding -> finding.verdict() != Verdict.MAPS).toList());
    assertEquals(
        new TreeSet<>(
            List.of(
                "bag",
                "broadcast map",
                "combining",
                "hold",
                "list",
                "map",
                "multimap",
                "ordered list",
                "set",
                "splits",
                "timers",
                "value")),
        report.findings().stream()
            .map(finding -> finding.what().replaceAll(".*\\((.*)\\)", "$1"))
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void aPipelineHasOnePlan() throws IOException {
    assertEquals(plan("one.json"), plan("two.json"));
    assertEquals(
        Files.readString(directory.resolve("one.json")),
        Files.readString(directory.resolve("two.json")));
  }

  @Test
  void whatIsNoSavepointIsRefused() throws IOException {
    Path file = Files.writeString(directory.resolve("_metadata"), "no metadata");
    assertThrows(DamagedSavepointException.class, () -> SavepointReader.read(directory.toString()));
    assertThrows(DamagedSavepointException.class, () -> SavepointReader.read(file.toString()));
    assertThrows(
        IOException.class, () -> SavepointReader.read(directory.resolve("missing").toString()));
  }
}
