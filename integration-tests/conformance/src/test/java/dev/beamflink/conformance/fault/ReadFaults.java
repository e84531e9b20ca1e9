package dev.beamflink.conformance.fault;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * When the readers of a job that has no TestStream hold, and when they fail: in the stages of
 * {@link Stage}, one after the other, without {@link Stage#HELD} or with nothing but that. All
 * decisions but one are taken when a checkpoint is complete, for all readers together. Thread safe.
 */
final class ReadFaults {

  /** What the readers do. A reader at its end holds its last watermark back until {@link #OPEN}. */
  enum Stage {
    /** Each passes its first element on and waits for a checkpoint after it. */
    FIRST,
    /**
     * The job fails by itself on those elements. Each reader keeps its first one back, waits for a
     * checkpoint, and fails.
     */
    HELD,
    /** They pass the rest on, which no checkpoint has, and then fail. */
    REST,
    /** Restored, they pass the rest on again, wait for a checkpoint with all of it, and fail. */
    ALL,
    /** Restored once more, they are left alone. */
    OPEN
  }

  /**
   * How many checkpoints wait for all readers to be where they should be. Some may never be: a
   * split without an element, a source that is not at its end for long.
   */
  private static final int PATIENCE = 4;

  private final JobFaults faults;
  private Stage stage = Stage.FIRST;
  private final Map<Integer, Integer> parallelismBySource = new HashMap<>();
  private final Set<ReaderFaults> readers = new HashSet<>();
  private final Map<Long, Set<ReaderFaults>> settledByCheckpoint = new HashMap<>();
  private final Set<Long> checkpointsWithElement = new HashSet<>();

  /** Stands in for a place in the state of sources, which have none for elements. */
  private final Map<KeptElement.Place, KeptElement<?>> keptElements = new HashMap<>();

  private long lastCompleted;
  private int completedInStage;

  ReadFaults(JobFaults faults) {
    this.faults = faults;
  }

  /** A reader has been made, by a new attempt of its task or the first one. */
  synchronized ReaderFaults join(int source, int subtask, int parallelism) {
    parallelismBySource.put(source, parallelism);
    ReaderFaults reader = new ReaderFaults(this, source, subtask, faults.strikes());
    if (stage == Stage.FIRST
        && readers.stream().anyMatch(old -> reader.replaces(old) && old.hasPassedElement())) {
      enter(Stage.HELD);
    }
    readers.removeIf(reader::replaces);
    readers.add(reader);
    return reader;
  }

  synchronized Stage stage() {
    return stage;
  }

  boolean isStruck(ReaderFaults reader) {
    return faults.strikes() != reader.strikes();
  }

  CompletableFuture<Void> changed() {
    return faults.changed();
  }

  /** What the reader before this one kept in the checkpoint that the job was restored from. */
  synchronized @Nullable KeptElement<?> restored(ReaderFaults reader) {
    return keptElements.get(reader.place(faults.restoredFrom()));
  }

  void elementPassed() {
    faults.elementPassed();
  }

  /** A reader has come to its end; in {@link Stage#REST} the last one to do so fails the job. */
  synchronized void ended(ReaderFaults reader) {
    if (!isStruck(reader) && stage == Stage.REST && isAll(readers)) {
      strike(Stage.ALL);
    }
  }

  synchronized void snapshot(ReaderFaults reader, long checkpointId) {
    boolean isSettled = reader.holds();
    Set<ReaderFaults> settled =
        settledByCheckpoint.computeIfAbsent(checkpointId, id -> new HashSet<>());
    if (isSettled) {
      settled.add(reader);
    }
    if (reader.hasPassedElement()) {
      checkpointsWithElement.add(checkpointId);
    }
    KeptElement<?> kept = reader.kept();
    if (kept != null) {
      keptElements.put(reader.place(checkpointId), kept);
    }
  }

  synchronized void completed(ReaderFaults reader, long checkpointId) {
    if (isStruck(reader) || checkpointId <= lastCompleted) {
      return;
    }
    lastCompleted = checkpointId;
    if (checkpointsWithElement.contains(checkpointId)) {
      faults.elementInCheckpoint(checkpointId);
    }
    if (keptElements.keySet().stream().anyMatch(place -> place.checkpointId() == checkpointId)) {
      faults.heldInCheckpoint(checkpointId);
    }
    completedInStage++;
    boolean isDue =
        completedInStage > PATIENCE
            || isAll(settledByCheckpoint.getOrDefault(checkpointId, Set.of()));
    switch (stage) {
      case FIRST -> {
        if (isDue) {
          enter(Stage.REST);
          faults.announce();
        }
      }
      case REST -> {
        if (completedInStage > 1) {
          strike(Stage.ALL);
        }
      }
      case HELD, ALL -> {
        if (isDue) {
          strike(Stage.OPEN);
        }
      }
      case OPEN -> {}
    }
  }

  private boolean isAll(Set<ReaderFaults> some) {
    int expected = parallelismBySource.values().stream().mapToInt(Integer::intValue).sum();
    return parallelismBySource.size() == faults.sources()
        && some.stream()
                .filter(reader -> reader.holds() && reader.strikes() == faults.strikes())
                .count()
            == expected;
  }

  private void strike(Stage next) {
    enter(next);
    settledByCheckpoint.clear();
    checkpointsWithElement.clear();
    readers.clear();
    faults.strike();
  }

  private void enter(Stage next) {
    stage = next;
    completedInStage = 0;
  }
}
