package dev.beamflink.translation.runtime.group.trigger;

import org.apache.beam.sdk.state.TimeDomain;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** The group that triggers are asked about, and the time. */
public interface TriggerScene {

  /** What the triggers know of the group; they change it. */
  TriggerFacts facts();

  /** Whether windows may merge, now or later. */
  boolean merges();

  /** Whether the input watermark has passed the end of the window. */
  boolean endOfWindowReached();

  /**
   * The clock of a time domain; null if there is none.
   *
   * @param domain processing time, synchronized or not
   */
  @Nullable Instant now(TimeDomain domain);

  /** Asks to look at the group again when a clock has come to that time. */
  void lookAgainAt(TimeDomain domain, Instant time);
}
