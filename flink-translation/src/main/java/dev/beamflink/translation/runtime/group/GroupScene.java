package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.group.trigger.TriggerFacts;
import dev.beamflink.translation.runtime.group.trigger.TriggerScene;
import java.util.Objects;
import org.apache.beam.runners.core.TimerInternals;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** The one scene of an operator, in which its groups appear in turn. Task thread only. */
final class GroupScene implements TriggerScene {

  private final boolean merges;
  private final TimerInternals clocks;
  private final GroupStore store;
  private @Nullable BoundedWindow window;
  private @Nullable TriggerFacts facts;

  /**
   * @param clocks as triggers have them
   */
  GroupScene(boolean merges, TimerInternals clocks, GroupStore store) {
    this.merges = merges;
    this.clocks = clocks;
    this.store = store;
  }

  /** A group appears. */
  GroupScene of(Group group) {
    return of(group.window, group.facts);
  }

  /** A window appears, with what is known of its group. */
  GroupScene of(BoundedWindow newWindow, TriggerFacts newFacts) {
    window = newWindow;
    facts = newFacts;
    return this;
  }

  private BoundedWindow window() {
    return Objects.requireNonNull(window, "there is no group");
  }

  @Override
  public TriggerFacts facts() {
    return Objects.requireNonNull(facts, "there is no group");
  }

  @Override
  public boolean merges() {
    return merges;
  }

  @Override
  public boolean endOfWindowReached() {
    return clocks.currentInputWatermarkTime().isAfter(window().maxTimestamp());
  }

  @Override
  public @Nullable Instant now(TimeDomain domain) {
    return domain == TimeDomain.PROCESSING_TIME
        ? clocks.currentProcessingTime()
        : clocks.currentSynchronizedProcessingTime();
  }

  @Override
  public void lookAgainAt(TimeDomain domain, Instant time) {
    store.wakeAt(window(), domain, time);
  }
}
