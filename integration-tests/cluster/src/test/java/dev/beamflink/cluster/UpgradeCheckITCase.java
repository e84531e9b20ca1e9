package dev.beamflink.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code scripts/upgrade-check} with plans that a jar's own {@code main} writes, and with what a
 * job of that jar leaves on disk.
 */
class UpgradeCheckITCase {

  private static final Path JAR = TestSettings.EXAMPLES_JAR;
  private static final String DEDUPLICATION = "dev.beamflink.examples.StatefulDeduplication";
  private static final String SESSIONS = "dev.beamflink.examples.UserSessions";
  private static final Pattern SAVEPOINT = Pattern.compile("Savepoint completed. Path: (\\S+)");

  private final LocalCluster cluster = SharedCluster.get();
  private final FlinkCommand flink = SharedCluster.flink();

  @TempDir Path directory;

  private static CommandResult check(Object old, Path planned) {
    return new Command(TestSettings.SCRIPTS.resolve("upgrade-check"), Map.of())
        .run(List.of("--no-build", old.toString(), planned.toString()));
  }

  /** The plan of a pipeline of the jar, written by its main. */
  private Path plan(String mainClass) {
    Path file = directory.resolve(mainClass + ".json");
    EmbeddedFlink.run(
            JAR,
            mainClass,
            "--runner=FlinkRunner",
            "--dryRun",
            "--planFile=" + file,
            "--streaming=true",
            "--output=" + directory.resolve("output"))
        .succeeded();
    return file;
  }

  @Test
  void plansOfAJarSayWhatBecomesOfEachStateAndTimer() {
    Path plan = plan(DEDUPLICATION);
    CommandResult same = check(plan, plan).succeeded();
    assertTrue(same.output().contains("timer 'forget' (event time)\n"), same.output());
    assertTrue(same.output().contains("0 are new, 0 are dropped, 0 are refused"), same.output());

    CommandResult other = check(plan, plan(SESSIONS));
    assertEquals(1, other.exitCode(), other.output());
    assertTrue(
        other
            .output()
            .contains(
                "dropped   'Deduplicate/ParMultiDo(Deduplicate)': timer 'forget' (event time):"
                    + " the new job has no such node\n"),
        other.output());
  }

  @Test
  void retainedIncrementalCheckpointAndNativeSavepointOnRocksDbMapToThePlan() throws Exception {
    Path plan = plan(DEDUPLICATION);
    Path checkpoints = Files.createDirectory(directory.resolve("checkpoints"));
    String job = run(checkpoints, List.of());
    Await.until("three checkpoints", () -> number(lastCheckpoint(checkpoints)) >= 3);
    flink.cancel(job);
    cluster.awaitStatus(job, "CANCELED");
    Path checkpoint = lastCheckpoint(checkpoints).orElseThrow();
    assertTrue(sharesFiles(checkpoint), checkpoint + " is not incremental");
    assertMaps(checkpoint, plan);

    job = run(checkpoints, List.of("-s", checkpoint.toString()));
    cluster.awaitStatus(job, "RUNNING");
    String savepoint =
        flink
            .execute(List.of("stop", "--type", "native", "-p", directory.toString(), job))
            .succeeded()
            .extract(SAVEPOINT);
    assertMaps(savepoint, plan);
  }

  private String run(Path checkpoints, List<String> from) {
    List<String> line = new ArrayList<>(List.of("run", "-d"));
    line.addAll(from);
    line.addAll(
        List.of(
            "-Dexecution.checkpointing.incremental=true",
            "-Dstate.storage.fs.memory-threshold=0",
            "-c",
            DEDUPLICATION,
            JAR.toString(),
            "--runner=FlinkRunner",
            "--streaming=true",
            "--parallelism=2",
            "--rate=1000",
            "--stateBackend=rocksdb",
            "--stateBackendStoragePath=" + checkpoints.toUri(),
            "--checkpointingInterval=200",
            "--retainExternalizedCheckpointsOnCancellation=true",
            "--output=" + directory.resolve("output")));
    return flink
        .execute(line)
        .succeeded()
        .extract(Pattern.compile("submitted with JobID ([0-9a-f]{32})"));
  }

  private static void assertMaps(Object old, Path plan) {
    CommandResult result = check(old, plan).succeeded();
    assertTrue(
        result
            .output()
            .contains("maps      'Deduplicate/ParMultiDo(Deduplicate)': state 'seen' (value)\n"),
        result.output());
    assertTrue(
        result
            .output()
            .contains("maps      'Deduplicate/ParMultiDo(Deduplicate)': state 'timers' (timers)\n"),
        result.output());
    assertFalse(result.output().contains("new  "), result.output());
  }

  private static Optional<Path> lastCheckpoint(Path checkpoints) throws IOException {
    try (Stream<Path> files = Files.walk(checkpoints)) {
      return files
          .filter(file -> file.endsWith("_metadata"))
          .map(Path::getParent)
          .max(Comparator.comparingInt(checkpoint -> number(Optional.of(checkpoint))));
    } catch (UncheckedIOException gone) {
      return Optional.empty(); // a checkpoint that the next one has replaced meanwhile
    }
  }

  private static int number(Optional<Path> checkpoint) {
    return checkpoint
        .map(found -> Integer.parseInt(found.getFileName().toString().substring("chk-".length())))
        .orElse(0);
  }

  /** Incremental checkpoints of a job have files in common. */
  private static boolean sharesFiles(Path checkpoint) throws IOException {
    try (Stream<Path> shared = Files.list(checkpoint.resolveSibling("shared"))) {
      return shared.findAny().isPresent();
    }
  }
}
