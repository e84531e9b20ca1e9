package dev.beamflink.runner.savepoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.PipelineResult.State;
import org.apache.flink.core.execution.SavepointFormatType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A savepoint that is kept in the repository can still be restored. {@code -Dfixtures.update=true}
 * takes it anew.
 */
class SavepointFixtureITCase {

  private static final long HALF = 100;

  @TempDir private Path directory;

  private SavepointCluster cluster;

  @BeforeEach
  void start() throws Exception {
    cluster = new SavepointCluster();
    Journal.clear();
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void goesOnWhereTheSavepointWasTaken() throws Exception {
    if (Boolean.getBoolean("fixtures.update")) {
      update();
    }
    finish("--savepointPath=" + SavepointFixture.SAVEPOINT.toAbsolutePath());
    List<String> both =
        Stream.concat(SavepointFixture.journal().stream(), Journal.entries().stream())
            .sorted()
            .toList();
    Journal.clear();
    finish();
    assertEquals(Journal.entries(), both);
  }

  private void finish(String... arguments) throws Exception {
    Gate.open(Gate.END);
    assertEquals(State.DONE, cluster.start(FixturePipeline::build, arguments).waitUntilFinish());
  }

  private void update() throws Exception {
    String taken = takeSavepoint(SavepointFormatType.CANONICAL);
    SavepointFixture.replace(Path.of(URI.create(taken)), Journal.entries());
    Journal.clear();
  }

  /**
   * Key groups are few, to keep the fixture small; and no checkpoint comes before the savepoint, so
   * that the elements that wait for one are in it.
   */
  private String takeSavepoint(SavepointFormatType format) throws Exception {
    Gate.open(HALF);
    cluster.start(FixturePipeline::build, "--maxParallelism=8", "--checkpointingInterval=3600000");
    cluster.await(
        () ->
            Journal.count("states ") == HALF
                && Journal.count("words ") == HALF
                && Journal.count("sequence ") == HALF
                && Journal.count("group ") == 3);
    cluster.awaitEndOf("Words");
    return cluster.stop(directory, format);
  }

  /** So that a fixture that is missing something fails, whatever its age. */
  @Test
  void aSavepointOfNowGoesOnToo() throws Exception {
    String taken = takeSavepoint(SavepointFormatType.NATIVE);
    List<String> before = Journal.entries();
    Journal.clear();
    finish("--savepointPath=" + taken);
    List<String> both =
        Stream.concat(before.stream(), Journal.entries().stream()).sorted().toList();
    Journal.clear();
    finish();
    assertEquals(Journal.entries(), both);
  }
}
