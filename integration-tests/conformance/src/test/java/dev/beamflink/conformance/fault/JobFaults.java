package dev.beamflink.conformance.fault;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceSplit;
import org.jspecify.annotations.Nullable;

/**
 * The faults of one job and what is known of them. Made in the client for one pipeline, used by the
 * readers of its job, which run in the same JVM; thread safe.
 *
 * <p>Deliberately in no checkpoint: a fault must not come again when the job is restored.
 */
final class JobFaults implements AutoCloseable {

  /** How tasks find the faults of their job. */
  private static final Map<String, JobFaults> BY_ID = new ConcurrentHashMap<>();

  /** Of a job whose roots are no TestStreams. */
  private static final int READ_FAULTS = 2;

  private final String id = UUID.randomUUID().toString();
  private final TestStreamElements testStreams;
  private final ReadFaults reads = new ReadFaults(this);
  private final StepFaults steps;
  private int sources;
  private int strikes;
  private @Nullable JobID job;
  private boolean passedElement;
  private long elementCheckpoint = JobRestore.NONE;
  private long heldCheckpoint = JobRestore.NONE;
  private CompletableFuture<Void> changed = new CompletableFuture<>();

  private JobFaults(TestStreamElements testStreams) {
    this.testStreams = testStreams;
    this.steps = new StepFaults(this, testStreams);
  }

  /** The faults of a job that is about to be made. */
  static JobFaults open(TestStreamElements testStreams) {
    RestoreListener.listen();
    JobFaults faults = new JobFaults(testStreams);
    BY_ID.put(faults.id, faults);
    return faults;
  }

  /** In a task: those of its job. */
  static JobFaults of(String id, JobID job) {
    JobFaults faults = BY_ID.get(id);
    if (faults == null) {
      throw new IllegalStateException("The job's pipeline has ended, or runs in another JVM");
    }
    synchronized (faults) {
      faults.job = job;
    }
    return faults;
  }

  /** A source of the job, with the faults. */
  synchronized <T> Source<T, ?, ?> wrapped(Source<T, ?, ?> source) {
    return wrap(source);
  }

  private <T, S extends SourceSplit, E> Source<T, S, E> wrap(Source<T, S, E> source) {
    return new FaultySource<>(source, id, sources++);
  }

  /** How often the job will fail, at most. */
  int planned() {
    return Math.max(READ_FAULTS, StepFaults.FAULTS);
  }

  /** The faults of readers that have elements. */
  ReadFaults reads() {
    return reads;
  }

  /** The faults of the reader of TestStream steps. */
  StepFaults steps() {
    return steps;
  }

  synchronized int sources() {
    return sources;
  }

  /** How often the job has failed on purpose; who was made before the last time must fail too. */
  synchronized int strikes() {
    return strikes;
  }

  /** Fails all readers that were made before. */
  synchronized void strike() {
    strikes++;
    announce();
  }

  /** Wakes the readers that wait. */
  synchronized void announce() {
    CompletableFuture<Void> before = changed;
    changed = new CompletableFuture<>();
    before.complete(null);
  }

  /** Completes with the next announcement. */
  synchronized CompletableFuture<Void> changed() {
    return changed;
  }

  synchronized void elementPassed() {
    passedElement = true;
  }

  /** A checkpoint is complete that was taken after an element had left its source. */
  synchronized void elementInCheckpoint(long checkpointId) {
    if (elementCheckpoint == JobRestore.NONE) {
      elementCheckpoint = checkpointId;
    }
  }

  /** A checkpoint is complete that was taken when an element was read, but not passed on. */
  synchronized void heldInCheckpoint(long checkpointId) {
    if (heldCheckpoint == JobRestore.NONE) {
      heldCheckpoint = checkpointId;
    }
  }

  /** From which checkpoint the job was restored last. */
  synchronized long restoredFrom() {
    return RestoreListener.of(job).stream()
        .reduce((first, second) -> second)
        .orElse(JobRestore.NONE);
  }

  /** The job has ended. */
  @Override
  public synchronized void close() {
    BY_ID.remove(id);
    if (job != null) {
      JobRestores.add(
          new JobRestore(
              job, passedElement, elementCheckpoint, heldCheckpoint, RestoreListener.of(job)));
    }
  }
}
