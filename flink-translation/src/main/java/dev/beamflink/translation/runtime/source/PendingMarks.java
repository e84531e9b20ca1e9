package dev.beamflink.translation.runtime.source;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.beam.sdk.io.UnboundedSource.CheckpointMark;

/**
 * Checkpoint marks that wait for their checkpoint to complete. Owned by the reader that took them,
 * used by the task thread.
 *
 * <p>Marks of a checkpoint that failed are finalized with the next one that completes: a mark
 * stands for the elements since the mark before it only.
 */
final class PendingMarks {

  private final NavigableMap<Long, List<CheckpointMark>> byCheckpoint = new TreeMap<>();
  private final UserCode userCode;

  PendingMarks(UserCode userCode) {
    this.userCode = userCode;
  }

  void add(long checkpointId, CheckpointMark mark) {
    byCheckpoint.computeIfAbsent(checkpointId, id -> new ArrayList<>()).add(mark);
  }

  /** Finalizes the marks of this checkpoint and all before it, in the order they were taken. */
  void complete(long checkpointId) {
    NavigableMap<Long, List<CheckpointMark>> completed = byCheckpoint.headMap(checkpointId, true);
    completed.values().forEach(marks -> marks.forEach(this::finish));
    completed.clear();
  }

  private void finish(CheckpointMark mark) {
    userCode.run("finalizeCheckpoint", mark::finalizeCheckpoint);
  }
}
