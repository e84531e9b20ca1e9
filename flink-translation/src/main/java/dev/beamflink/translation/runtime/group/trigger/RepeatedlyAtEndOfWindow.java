package dev.beamflink.translation.runtime.group.trigger;

import java.util.List;

/** Beam's {@code DefaultTrigger}: at the end of the window, and with each element behind it. */
final class RepeatedlyAtEndOfWindow extends TriggerMachine {

  RepeatedlyAtEndOfWindow(int place) {
    super(place);
  }

  @Override
  public void onElement(TriggerScene scene) {}

  @Override
  public boolean shouldFire(TriggerScene scene) {
    return scene.endOfWindowReached();
  }

  @Override
  public void onFire(TriggerScene scene) {}

  @Override
  public void clear(TriggerScene scene) {}

  @Override
  public void onMerge(TriggerScene scene, List<TriggerFacts> merged) {}

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
