package dev.beamflink.translation.runtime.group.trigger;

import java.util.List;

/** Asks for a pane always, as Beam's own trigger behind a Reshuffle does, or never. */
final class Constant extends TriggerMachine {

  private final boolean fires;

  Constant(int place, boolean fires) {
    super(place);
    this.fires = fires;
  }

  @Override
  public void onElement(TriggerScene scene) {}

  @Override
  public boolean shouldFire(TriggerScene scene) {
    return fires;
  }

  @Override
  public void onFire(TriggerScene scene) {}

  @Override
  public void clear(TriggerScene scene) {}

  @Override
  public void onMerge(TriggerScene scene, List<TriggerFacts> merged) {}

  @Override
  public boolean looksAtEndOfWindow() {
    return fires;
  }

  @Override
  public boolean isIdleBeforeEndOfWindow() {
    return !fires;
  }
}
