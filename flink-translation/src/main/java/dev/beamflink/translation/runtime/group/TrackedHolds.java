package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.state.HoldListener;
import dev.beamflink.translation.runtime.watermark.HoldTracker;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Keeps the holds in keyed state of all keys in the memory of the subtask. */
record TrackedHolds(HoldTracker holds) implements HoldListener {

  @Override
  public void holdChanged(@Nullable Instant previous, @Nullable Instant now) {
    if (now != null) {
      holds.add(now.getMillis());
    }
    if (previous != null) {
      holds.remove(previous.getMillis());
    }
  }
}
