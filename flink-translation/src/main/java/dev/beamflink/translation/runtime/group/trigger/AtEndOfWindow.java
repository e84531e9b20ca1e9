package dev.beamflink.translation.runtime.group.trigger;

import java.util.List;

/** Beam's {@code AfterWatermark.pastEndOfWindow()}: once, at the end of the window. */
final class AtEndOfWindow extends TriggerMachine {

  AtEndOfWindow(int place) {
    super(place);
  }

  @Override
  public void onElement(TriggerScene scene) {}

  @Override
  public boolean shouldFire(TriggerScene scene) {
    return scene.endOfWindowReached();
  }

  @Override
  public void onFire(TriggerScene scene) {
    scene.facts().setFinished(this, true);
  }

  @Override
  public void clear(TriggerScene scene) {}

  /** Done only if it was for each of the windows, and the new one ends no later than now. */
  @Override
  public void onMerge(TriggerScene scene, List<TriggerFacts> merged) {
    scene.facts().setFinished(this, finishedInAll(this, merged) && scene.endOfWindowReached());
  }

  @Override
  public boolean looksAtEndOfWindow() {
    return true;
  }

  @Override
  public boolean firesAtEndOfWindow() {
    return true;
  }

  @Override
  public boolean isIdleBeforeEndOfWindow() {
    return true;
  }
}
