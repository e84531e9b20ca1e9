package dev.beamflink.translation.runtime.splittable;

import java.io.Serializable;
import java.util.function.BooleanSupplier;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/** How an operator goes about its restrictions; chosen at translation by the job's mode. */
public sealed interface RestrictionSchedule extends Serializable {

  /** For BATCH: one after the other, each to its end, which nothing has to wait for. */
  record ToTheEnd() implements RestrictionSchedule {

    @Override
    public Slice slice(ProcessingTimeService clock, BooleanSupplier otherWorkWaits) {
      return new EndlessSlice();
    }

    @Override
    public int maxReady() {
      return 0;
    }

    @Override
    public boolean endOfInputIsDrain() {
      return false;
    }
  }

  /**
   * For BATCH where subtasks share: as {@link ToTheEnd}, but stops where it is when a mail comes
   * for the task, such as what another subtask wants.
   *
   * @param minMillis how long it goes on at least
   */
  record UntilMailComes(long minMillis) implements RestrictionSchedule {

    public static final UntilMailComes DEFAULT = new UntilMailComes(10);

    @Override
    public Slice slice(ProcessingTimeService clock, BooleanSupplier otherWorkWaits) {
      return new UntilMailSlice(minMillis, clock, otherWorkWaits);
    }

    @Override
    public int maxReady() {
      return 0;
    }

    @Override
    public boolean endOfInputIsDrain() {
      return false;
    }
  }

  /**
   * For STREAMING: in turn, a slice each time, with the task's other work in between.
   *
   * @param limits when a slice is over
   * @param maxReady how many may be ready before input has to wait for them
   */
  record Sliced(SliceLimits limits, int maxReady) implements RestrictionSchedule {

    /** A barrier waits 10 ms, 100 ms at most; a slice costs far less than that to begin. */
    public static final Sliced DEFAULT = new Sliced(new SliceLimits(100_000, 10, 100), 1_000);

    @Override
    public Slice slice(ProcessingTimeService clock, BooleanSupplier otherWorkWaits) {
      return new BoundedSlice(limits, clock, otherWorkWaits);
    }

    @Override
    public boolean endOfInputIsDrain() {
      return true;
    }
  }

  /**
   * The slice to use, again and again.
   *
   * @param otherWorkWaits whether the task's thread has anything else to do
   */
  Slice slice(ProcessingTimeService clock, BooleanSupplier otherWorkWaits);

  /**
   * How many restrictions may be ready, in memory, before the next one that comes makes the input
   * wait. What is ready beyond that runs at once.
   */
  int maxReady();

  /**
   * Whether input ends before its restrictions do only when the job drains: then what is left is
   * truncated. Else the input has ended by itself, and what is left is to be done.
   */
  boolean endOfInputIsDrain();
}
