package dev.beamflink.translation.runtime.group.lift;

/**
 * Decides when accumulators are flushed, so that they take about as much memory as they may. How
 * much they take is only known when it is measured, which costs time. So it is measured when twice
 * as many inputs have come as before, or as many as should fill the memory, whichever is sooner.
 */
final class FlushPace {

  private static final long FIRST_INPUTS = 16;

  /** Inputs of another size than those before don't go unnoticed for longer. */
  private static final long MOST_INPUTS = 100_000;

  private final long mostBytes;
  private long inputs;
  private long inputsAtNextMeasure = FIRST_INPUTS;

  /**
   * @param mostBytes encoded size of the accumulators and their keys
   */
  FlushPace(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** Counts an input; answers whether it is time to measure. */
  boolean isTimeToMeasureAfterInput() {
    return ++inputs >= inputsAtNextMeasure;
  }

  /** Takes the size of all accumulators; answers whether they are to be flushed. */
  boolean isFull(long bytes) {
    if (bytes >= mostBytes) {
      return true;
    }
    double fitting = (double) inputs * mostBytes / Math.max(1, bytes);
    long more = (long) Math.min(fitting - inputs, (double) inputs);
    inputsAtNextMeasure = inputs + Math.max(1, Math.min(more, MOST_INPUTS));
    return false;
  }

  /** Accumulators have been handed over: there are fewer, or none. */
  void flushed() {
    inputsAtNextMeasure = Math.max(1, Math.min(inputs / 2, MOST_INPUTS));
    inputs = 0;
  }
}
