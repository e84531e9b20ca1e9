package dev.beamflink.conformance.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.apache.flink.api.common.JobID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class JobRestoreTest {

  private static final long NONE = JobRestore.NONE;

  @Test
  void restoreFromBeforeTheFirstElementProvesNothing() {
    assertEquals(Restore.MISSING, job(true, 3, NONE, 1, 2).proof());
    assertEquals(Restore.AFTER_ELEMENT, job(true, 3, NONE, 1, 3).proof());
    assertEquals(Restore.AFTER_ELEMENT, job(true, 3, NONE, 7).proof());
  }

  @Test
  void jobWithElementNeedsACompletedCheckpointWithIt() {
    assertEquals(Restore.MISSING, job(true, NONE, NONE, 1, 2).proof());
    assertEquals(Restore.MISSING, job(true, 3, NONE).proof());
  }

  @Test
  void elementKeptBackCountsForItself() {
    assertEquals(Restore.HELD_ELEMENT, job(true, NONE, 2, 2).proof());
    assertEquals(Restore.MISSING, job(true, NONE, 2, 1).proof());
    assertEquals(Restore.AFTER_ELEMENT, job(true, 3, 2, 3).proof());
  }

  @Test
  void jobWithoutElementNeedsARestoreToo() {
    assertEquals(Restore.NO_ELEMENT, job(false, NONE, NONE, 1).proof());
    assertEquals(Restore.MISSING, job(false, NONE, NONE).proof());
  }

  @Test
  void ofSeveralJobsTheWeakestProofCounts() {
    JobRestore good = job(true, 1, NONE, 1);
    JobRestore empty = job(false, NONE, NONE, 1);
    JobRestore missing = job(true, 1, NONE);

    assertEquals(Restore.NONE, Restore.of(List.of()));
    assertEquals(Restore.AFTER_ELEMENT, Restore.of(List.of(good, good)));
    assertEquals(Restore.NO_ELEMENT, Restore.of(List.of(good, empty)));
    assertEquals(Restore.MISSING, Restore.of(List.of(empty, missing, good)));
  }

  @ParameterizedTest
  @EnumSource
  void labelIsParsed(Restore restore) {
    assertEquals(restore, Restore.parse(restore.label()));
  }

  private static JobRestore job(
      boolean passedElement, long elementCheckpoint, long heldCheckpoint, Integer... restoredFrom) {
    return new JobRestore(
        new JobID(),
        passedElement,
        elementCheckpoint,
        heldCheckpoint,
        List.of(restoredFrom).stream().map(Integer::longValue).toList());
  }
}
