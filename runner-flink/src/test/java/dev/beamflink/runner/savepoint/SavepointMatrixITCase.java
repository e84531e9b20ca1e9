package dev.beamflink.runner.savepoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every kind of source and operator goes on from a savepoint at half the parallelism, the same, and
 * twice that: its results are those of a run that nobody interrupted. Some subtasks have no split,
 * no key or nothing to read for now.
 */
@Timeout(120)
class SavepointMatrixITCase {

  private static final int PARALLELISM = 2;
  private static final List<Integer> PARALLELISMS = List.of(1, 2, 4);

  /** Elements that wait for a checkpoint go on with the next one. */
  private static final Duration CHECKPOINTS = Duration.ofMillis(50);

  /** Elements that wait for a checkpoint are in the savepoint. */
  private static final Duration NO_CHECKPOINT = Duration.ofHours(1);

  /** What runs give that nobody interrupts. */
  private static final Map<SavepointPipeline, Results> UNINTERRUPTED =
      new EnumMap<>(SavepointPipeline.class);

  private final Gates gates = Gates.open();
  private final List<SavepointJob> jobs = new ArrayList<>();

  @TempDir private Path savepoints;

  /**
   * What a job has done.
   *
   * @param passed how many elements have come by its counter
   */
  private record Results(List<String> lines, long passed) {}

  @AfterEach
  void endJobs() throws Exception {
    gates.letAllThrough();
    for (SavepointJob job : jobs) {
      job.cancel();
    }
  }

  @ParameterizedTest
  @EnumSource
  void goesOnFromTheMiddle(SavepointPipeline pipeline) throws Exception {
    Results expected = uninterrupted(pipeline);
    gates.limit(pipeline.limits());
    SavepointJob first = start(pipeline, PARALLELISM, NO_CHECKPOINT, null);
    first.awaitPassed(pipeline.passedAtLimits());
    String savepoint = first.stop(savepoints);
    long passed = first.passed();
    assertTrue(passed >= pipeline.passedAtLimits(), "else it was not in the middle");
    assertGoesOn(pipeline, savepoint, new Results(expected.lines(), expected.passed() - passed));
  }

  /** But Impulse: it has an element as soon as it runs. */
  @ParameterizedTest
  @EnumSource(names = "IMPULSE", mode = EnumSource.Mode.EXCLUDE)
  void goesOnFromBeforeTheFirstElement(SavepointPipeline pipeline) throws Exception {
    Results expected = uninterrupted(pipeline);
    gates.limit(Map.of());
    SavepointJob first = start(pipeline, PARALLELISM, NO_CHECKPOINT, null);
    String savepoint = first.stop(savepoints);
    assertEquals(0, first.passed());
    assertGoesOn(pipeline, savepoint, expected);
  }

  private Results uninterrupted(SavepointPipeline pipeline) throws Exception {
    Results results = UNINTERRUPTED.get(pipeline);
    if (results == null) {
      results = results(start(pipeline, PARALLELISM, CHECKPOINTS, null));
      assertFalse(results.lines().isEmpty());
      UNINTERRUPTED.put(pipeline, results);
    }
    return results;
  }

  /** A job that did not start from the savepoint would have more elements come by. */
  private void assertGoesOn(SavepointPipeline pipeline, String savepoint, Results expected)
      throws Exception {
    gates.letAllThrough();
    for (int parallelism : PARALLELISMS) {
      SavepointJob next = start(pipeline, parallelism, CHECKPOINTS, savepoint);
      assertEquals(expected, results(next), "parallelism " + parallelism);
    }
  }

  private static Results results(SavepointJob job) throws Exception {
    List<String> lines = job.awaitLines();
    return new Results(lines, job.passed());
  }

  private SavepointJob start(
      SavepointPipeline pipeline,
      int parallelism,
      Duration checkpointing,
      @Nullable String savepoint) {
    SavepointJob job = SavepointJob.start(pipeline, gates, parallelism, checkpointing, savepoint);
    jobs.add(job);
    return job;
  }
}
