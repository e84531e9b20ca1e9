package dev.beamflink.translation.runtime.stage;

/**
 * Says when a running restriction has had its share, so that the rest is split off for later. Asked
 * for each claim and output of the user's code, in the task's thread.
 */
public interface SplitLimit {

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

  /** The user's code has claimed a position. */
  boolean reachedAtClaim();

  /** The user's code has made an output. */
  boolean reachedAtOutput();
}
