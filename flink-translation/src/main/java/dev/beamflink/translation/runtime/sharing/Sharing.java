package dev.beamflink.translation.runtime.sharing;

import dev.beamflink.translation.runtime.splittable.Slice;
import dev.beamflink.translation.runtime.watermark.HoldTracker;

/** A subtask's part in the sharing of restrictions. Task thread only. */
public interface Sharing {

  /** For operators that don't share. */
  Sharing NONE =
      new Sharing() {
        @Override
        public Slice within(Slice slice) {
          return slice;
        }

        @Override
        public void report(long holdMillis, long emittedMillis) {}

        @Override
        public long agreedMillis() {
          return HoldTracker.NO_HOLD;
        }

        @Override
        public void end() {}
      };

  /** A slice during which restrictions are split for others, too. */
  Slice within(Slice slice);

  /**
   * Tells how far the subtask is, its input being at the end.
   *
   * @param holdMillis the earliest that its restrictions hold, in Beam's time
   * @param emittedMillis the watermark that it has emitted, in Beam's time
   */
  void report(long holdMillis, long emittedMillis);

  /**
   * The watermark, in Beam's time, that a subtask without restrictions may emit when its input is
   * at the end. {@link HoldTracker#NO_HOLD} when no restriction is left or comes any more.
   */
  long agreedMillis();

  /** Takes back what was offered, and ends the subtask's part: nothing comes or goes any more. */
  void end();
}
