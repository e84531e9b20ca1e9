package dev.beamflink.examples.quickstart;

import java.io.PrintStream;
import org.apache.beam.sdk.PipelineResult;
import org.joda.time.Duration;

/** Prints a line per second about a running job. */
final class Progress {

  private static final Duration INTERVAL = Duration.standardSeconds(1);

  private final PipelineResult result;
  private final CounterReading elements;
  private final long startNanos;
  private final PrintStream terminal;

  /**
   * @param startNanos when the job was begun, on the clock of {@link System#nanoTime}
   */
  Progress(PipelineResult result, CounterReading elements, long startNanos, PrintStream terminal) {
    this.result = result;
    this.elements = elements;
    this.startNanos = startNanos;
    this.terminal = terminal;
  }

  /** Returns when the job has finished; throws what it threw. */
  void showUntilFinish() {
    while (result.waitUntilFinish(INTERVAL) == null) {
      terminal.printf(
          "  %5.1f s  %,12d words so far%n",
          (System.nanoTime() - startNanos) / 1e9, elements.read());
    }
  }
}
