package dev.beamflink.translation.runtime.group.trigger;

import java.util.Arrays;

/**
 * What the triggers of one group know: which of them have finished, and a number for each of those
 * that count or wait. Belongs to its group; not safe for threads.
 */
public final class TriggerFacts {

  /** What a number is at first. */
  static final long NONE = Long.MIN_VALUE;

  private static final long[] NO_NUMBERS = {};

  /** The bit of the trigger that all others are parts of. */
  private static final long ROOT = 1;

  private long finished;
  private long[] numbers = NO_NUMBERS; // those that are not in it are NONE

  /** Facts as they are at first: nothing has come and nothing has fired. */
  public TriggerFacts() {}

  /**
   * Facts that were kept.
   *
   * @param finished as {@link #finished()} was
   * @param numbers as {@link #numbers()} were; not to be changed any more
   */
  public TriggerFacts(long finished, long[] numbers) {
    this.finished = finished;
    this.numbers = numbers;
  }

  /** Facts that are the same now and change by themselves. */
  public TriggerFacts copy() {
    return new TriggerFacts(finished, numbers.clone());
  }

  /** Facts for another trigger: it has finished if this one has, and knows nothing else. */
  public TriggerFacts ofAnotherTrigger() {
    return new TriggerFacts(finished & ROOT, NO_NUMBERS);
  }

  /** The triggers that have finished, a bit for each by its place in the tree, parents first. */
  public long finished() {
    return finished;
  }

  /** The numbers, by the order of their triggers; missing ones at the end are not set. */
  public long[] numbers() {
    return numbers;
  }

  /** Whether nothing has come and nothing has fired, or all is as if it were so. */
  public boolean isInitial() {
    if (finished != 0) {
      return false;
    }
    for (long number : numbers) {
      if (number != NONE) {
        return false;
      }
    }
    return true;
  }

  boolean isFinished(TriggerMachine trigger) {
    return (finished & trigger.bit()) != 0;
  }

  void setFinished(TriggerMachine trigger, boolean isFinished) {
    finished = isFinished ? finished | trigger.bit() : finished & ~trigger.bit();
  }

  void setAllUnfinished(long bits) {
    finished &= ~bits;
  }

  long number(int place) {
    return place < numbers.length ? numbers[place] : NONE;
  }

  void setNumber(int place, long number) {
    if (place >= numbers.length) {
      if (number == NONE) {
        return;
      }
      int before = numbers.length;
      numbers = Arrays.copyOf(numbers, place + 1);
      Arrays.fill(numbers, before, numbers.length, NONE);
    }
    numbers[place] = number;
  }
}
