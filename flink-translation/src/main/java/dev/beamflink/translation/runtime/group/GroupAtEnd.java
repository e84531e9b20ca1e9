package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.group.trigger.TriggerFacts;
import dev.beamflink.translation.runtime.group.trigger.TriggerScene;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** A window of the current key in {@link GroupsAtEnd}, which it belongs to. Task thread only. */
final class GroupAtEnd implements TriggerScene {

  final BoundedWindow window;
  final KeptInputs inputs;
  @Nullable PaneInfo lastPane;

  /** Whether nothing has come since the last pane. */
  boolean isEmpty = true;

  /** Of what has come since the last pane, as the timestamp combiner wants it. */
  @Nullable Instant timestamp;

  private final TriggerFacts facts = new TriggerFacts();
  private Instant watermark = BoundedWindow.TIMESTAMP_MIN_VALUE;

  GroupAtEnd(BoundedWindow window, KeptInputs inputs) {
    this.window = window;
    this.inputs = inputs;
  }

  /** The group as it appears to its trigger when event time has come so far. */
  GroupAtEnd at(Instant newWatermark) {
    watermark = newWatermark;
    return this;
  }

  @Override
  public TriggerFacts facts() {
    return facts;
  }

  @Override
  public boolean merges() {
    return false;
  }

  @Override
  public boolean endOfWindowReached() {
    return watermark.isAfter(window.maxTimestamp());
  }

  /** None passes between the end of the input and that of the window. */
  @Override
  public @Nullable Instant now(TimeDomain domain) {
    return null;
  }

  @Override
  public void lookAgainAt(TimeDomain domain, Instant time) {
    throw new IllegalStateException(
        "A trigger waits for a clock that does nothing before the end of its window. This is a bug"
            + " of the runner: please report it.");
  }
}
