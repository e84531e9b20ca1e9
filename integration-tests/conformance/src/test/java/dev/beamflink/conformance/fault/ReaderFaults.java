package dev.beamflink.conformance.fault;

import dev.beamflink.conformance.fault.ReadFaults.Stage;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Where one reader is, in one attempt of its task, and what follows for it. Told by its task
 * thread, asked by any.
 */
final class ReaderFaults {

  private final ReadFaults faults;
  private final int source;
  private final int subtask;
  private final int strikes;
  private volatile boolean passedElement;
  private volatile boolean atEnd;
  private volatile @Nullable KeptElement<?> kept;

  /**
   * @param strikes how often the job had failed when the reader was made
   */
  ReaderFaults(ReadFaults faults, int source, int subtask, int strikes) {
    this.faults = faults;
    this.source = source;
    this.subtask = subtask;
    this.strikes = strikes;
  }

  boolean replaces(ReaderFaults other) {
    return source == other.source && subtask == other.subtask;
  }

  int strikes() {
    return strikes;
  }

  boolean hasPassedElement() {
    return passedElement;
  }

  KeptElement.Place place(long checkpointId) {
    return new KeptElement.Place(checkpointId, source, subtask);
  }

  /** The element that the reader has not passed on yet. */
  @Nullable KeptElement<?> kept() {
    return kept;
  }

  /** The reader begins where another one was in a checkpoint. */
  void restore() {
    kept = faults.restored(this);
  }

  /** Whether an element was not to be passed on, and has been kept. */
  boolean keep(KeptElement<?> element) {
    if (faults.stage() == Stage.HELD) {
      kept = element;
      return true;
    }
    return false;
  }

  /** The kept element has been passed on. */
  void passedOn() {
    kept = null;
  }

  /** Whether the job has failed on purpose since the reader was made. */
  boolean isStruck() {
    return faults.isStruck(this);
  }

  /** Fails the task if it is time to. */
  void failIfDue() {
    if (isStruck()) {
      throw new InjectedFault();
    }
  }

  /** Whether the reader may not go on now. */
  boolean holds() {
    Stage stage = faults.stage();
    return switch (stage) {
      case FIRST -> atEnd || passedElement;
      case HELD -> atEnd || passedElement || kept != null;
      case REST, ALL -> atEnd;
      case OPEN -> false;
    };
  }

  /** Whether last watermarks may pass. */
  boolean isOpen() {
    return faults.stage() == Stage.OPEN;
  }

  /** Completes when the answer of another method may have changed. */
  CompletableFuture<Void> changed() {
    return faults.changed();
  }

  void elementPassed() {
    passedElement = true;
    faults.elementPassed();
  }

  void ended() {
    if (!atEnd) {
      atEnd = true;
      faults.ended(this);
    }
  }

  void snapshot(long checkpointId) {
    faults.snapshot(this, checkpointId);
  }

  void completed(long checkpointId) {
    faults.completed(this, checkpointId);
  }
}
