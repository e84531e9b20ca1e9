package dev.beamflink.translation.runtime.stage;

/**
 * Says when a running restriction has had its share, so that the rest is split off for later. Asked
 * for each claim and output of the user's code, in the task's thread.
 */
public interface SplitLimit {

  /** What {@link #earliestHalfMillis} answers when half of the rest is not wanted. */
  long NOBODY_WANTS_HALF = Long.MAX_VALUE;

  /** Never reached. */
  SplitLimit NONE =
      new SplitLimit() {
        @Override
        public boolean reachedAtClaim() {
          return false;
        }

        @Override
        public boolean reachedAtOutput() {
          return false;
        }
      };

  /**
   * A call of the user's code claims its first position, ahead of {@link #reachedAtClaim}. What it
   * did before, such as to open a connection, is no progress: a limit of time begins here, or calls
   * that take longer than it to begin would never get beyond one position.
   */
  default void claimsFirst() {}

  /** The user's code has claimed a position. */
  boolean reachedAtClaim();

  /** The user's code has made an output. */
  boolean reachedAtOutput();

  /**
   * Asked for each claim: whether somebody else would process half of what is left.
   *
   * @return the earliest watermark, in Beam's time, at which that half is wanted
   */
  default long earliestHalfMillis() {
    return NOBODY_WANTS_HALF;
  }

  /** Takes the second half of what is left, which has been split off. */
  default void takeHalf(SplittableRoot.Residual half) {
    throw new IllegalStateException("Nobody wants half of a restriction: a bug of the runner");
  }
}
