package dev.beamflink.conformance.fault;

import java.util.List;
import org.apache.flink.api.common.JobID;

/**
 * What proves that a job was restored.
 *
 * @param passedElement whether an element left a source in any attempt
 * @param elementCheckpoint the first completed checkpoint that was taken after such an element, or
 *     {@link #NONE}
 * @param heldCheckpoint the first completed checkpoint that was taken when such an element was
 *     read, but not passed on, or {@link #NONE}
 * @param restoredFrom the completed checkpoints that Flink restored the job from
 */
record JobRestore(
    JobID job,
    boolean passedElement,
    long elementCheckpoint,
    long heldCheckpoint,
    List<Long> restoredFrom) {

  static final long NONE = -1;

  JobRestore {
    restoredFrom = List.copyOf(restoredFrom);
  }

  Restore proof() {
    if (isRestoredFrom(elementCheckpoint)) {
      return Restore.AFTER_ELEMENT;
    }
    if (isRestoredFrom(heldCheckpoint)) {
      return Restore.HELD_ELEMENT;
    }
    return passedElement || restoredFrom.isEmpty() ? Restore.MISSING : Restore.NO_ELEMENT;
  }

  private boolean isRestoredFrom(long first) {
    return first != NONE && restoredFrom.stream().anyMatch(checkpoint -> checkpoint >= first);
  }
}
