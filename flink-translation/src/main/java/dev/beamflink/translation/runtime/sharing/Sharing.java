package dev.beamflink.translation.runtime.sharing;

import dev.beamflink.translation.runtime.splittable.Slice;
import dev.beamflink.translation.runtime.watermark.HoldTracker;

/** A subtask's part in the sharing of restrictions. Task thread only. */
public interface Sharing {

  /** For operators that don't share. */
  Sharing NONE =
      new Sharing() {
        @Override
        public void handle(SiblingEvent event) {
          throw new IllegalStateException(
              "A subtask that does not share restrictions was sent %s. This is a bug of the runner, please report it."
                  .formatted(event));
        }

        @Override
        public Slice within(Slice slice) {
          return slice;
        }

        @Override
        public void report(long holdMillis, long emittedMillis, boolean receives) {}

        @Override
        public long agreedMillis() {
          return HoldTracker.NO_HOLD;
        }

        @Override
        public boolean mayReceive() {
          return false;
        }

        @Override
        public void waited() {}

        @Override
        public void end() {}
      };

  /** Takes what the coordinator sent. */
  void handle(SiblingEvent event);

  /** A slice during which restrictions are split for others, too. */
  Slice within(Slice slice);

  /**
   * Tells how far the subtask is, its input being at the end.
   *
   * @param holdMillis the earliest that its restrictions hold, in Beam's time
   * @param emittedMillis the watermark that it has emitted, in Beam's time
   * @param receives whether it could process restrictions of others
   */
  void report(long holdMillis, long emittedMillis, boolean receives);

  /**
   * The watermark, in Beam's time, that a subtask without restrictions may emit when its input is
   * at the end. {@link HoldTracker#NO_HOLD} when no restriction is left or comes any more.
   */
  long agreedMillis();

  /** Whether a restriction of another subtask may come. */
  boolean mayReceive();

  /** Tells that the subtask has been at the end of its input for a while. */
  void waited();

  /** Takes back what was offered, and ends the subtask's part: nothing comes or goes any more. */
  void end();
}
