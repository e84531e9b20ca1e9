package dev.beamflink.translation.runtime.group.trigger;

import java.util.List;

/** Beam's {@code Repeatedly.forever}: begins anew when its part has finished. */
final class Repeatedly extends Composite {

  private static final int REPEATED = 0;

  Repeatedly(int place, TriggerMachine repeated) {
    super(place, List.of(repeated));
  }

  @Override
  public void onElement(TriggerScene scene) {
    part(REPEATED).onElement(scene);
  }

  @Override
  public boolean shouldFire(TriggerScene scene) {
    return part(REPEATED).shouldFire(scene);
  }

  @Override
  public void onFire(TriggerScene scene) {
    TriggerMachine repeated = part(REPEATED);
    repeated.onFire(scene);
    if (scene.facts().isFinished(repeated)) {
      scene.facts().setAllUnfinished(repeated.bits());
      repeated.clear(scene);
    }
  }

  @Override
  public void onMerge(TriggerScene scene, List<TriggerFacts> merged) {
    part(REPEATED).onMerge(scene, merged);
  }

  @Override
  public boolean firesAtEndOfWindow() {
    return part(REPEATED).firesAtEndOfWindow();
  }
}
