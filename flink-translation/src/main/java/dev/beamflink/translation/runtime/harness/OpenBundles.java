package dev.beamflink.translation.runtime.harness;

/**
 * Counts the open bundles of a stage. One that opens while the stage ends is either refused or
 * counted, so that nobody gets a harness with a bundle that nobody ends. Safe for any thread.
 */
final class OpenBundles {

  // Guarded by this.
  private int open;
  private boolean ended;

  /**
   * One opens.
   *
   * @throws IllegalStateException if the stage has ended
   */
  synchronized void open() {
    if (ended) {
      throw new IllegalStateException("A stage has ended that was to open a bundle");
    }
    open++;
  }

  /** One has ended, and its harness knows. */
  synchronized void close() {
    open--;
  }

  /** The stage has ended: no bundle may open any more. Answers whether none is open. */
  synchronized boolean end() {
    ended = true;
    return open == 0;
  }
}
