package dev.beamflink.translation.runtime.state;

import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Is told about every change of a watermark hold in keyed state, so that an operator can keep all
 * holds of all its keys in memory. Called in the task thread, after the state has changed.
 *
 * <p>Not called when Flink's batch backend drops the state of a key because the next one has begun:
 * an operator that holds watermarks there forgets them itself.
 */
public interface HoldListener {

  /**
   * One hold of one key and window has changed.
   *
   * @param previous where the hold was, null if there was none
   * @param now where it is, null if there is none any more; not equal to {@code previous}
   */
  void holdChanged(@Nullable Instant previous, @Nullable Instant now);
}
