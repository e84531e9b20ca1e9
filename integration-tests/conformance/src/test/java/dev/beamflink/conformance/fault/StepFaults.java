package dev.beamflink.conformance.fault;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The faults of the one reader of a job with TestStreams. A few of its steps fail the job when they
 * are done everywhere, and are played again from the checkpoint that the reader waited for after
 * the step before. Thread safe.
 *
 * <p>These are the one after the first step with an element, the one in which the watermark goes to
 * its end, and one between. None after that: by then assertions have been counted, in a metric that
 * a restore would begin anew.
 */
final class StepFaults {

  /** At most. */
  static final int FAULTS = 3;

  private static final long NONE = -1;

  private final JobFaults faults;
  private final TestStreamElements testStreams;
  private final Set<Long> failingSteps = new HashSet<>();
  private final Map<Long, Long> stepByCheckpoint = new HashMap<>();
  private long checkpointedStep = NONE;

  StepFaults(JobFaults faults, TestStreamElements testStreams) {
    this.faults = faults;
    this.testStreams = testStreams;
    long end = testStreams.endStep();
    long first = Math.min(testStreams.firstStep() + 1L, end);
    failingSteps.addAll(Arrays.asList(first, (first + end) / 2, end));
  }

  /** The step to go on with in a restored job. */
  synchronized long restoredStep() {
    return stepByCheckpoint.get(faults.restoredFrom());
  }

  synchronized void snapshot(long checkpointId, long step) {
    stepByCheckpoint.put(checkpointId, step);
  }

  /**
   * A step is done everywhere.
   *
   * @return whether the next one must wait for a checkpoint
   * @throws InjectedFault if this one is to be played again
   */
  synchronized boolean done(long step) {
    if (step >= testStreams.firstStep()) {
      faults.elementPassed();
    }
    if (failingSteps.remove(step)) {
      faults.strike();
      throw new InjectedFault();
    }
    return step > checkpointedStep && failingSteps.contains(step + 1);
  }

  /** A checkpoint is complete that was taken when the step was done. */
  synchronized void completed(long checkpointId, long step) {
    checkpointedStep = step;
    if (step >= testStreams.firstStep()) {
      faults.elementInCheckpoint(checkpointId);
    }
  }
}
