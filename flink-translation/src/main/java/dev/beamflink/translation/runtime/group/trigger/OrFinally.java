package dev.beamflink.translation.runtime.group.trigger;

import java.util.List;

/** Beam's {@code orFinally}: as its first part does, and for the last time when its second asks. */
final class OrFinally extends Composite {

  private static final int MAIN = 0;
  private static final int UNTIL = 1;

  OrFinally(int place, TriggerMachine main, TriggerMachine until) {
    super(place, List.of(main, until));
  }

  @Override
  public void onElement(TriggerScene scene) {
    parts().forEach(part -> part.onElement(scene));
  }

  @Override
  public boolean shouldFire(TriggerScene scene) {
    return part(MAIN).shouldFire(scene) || part(UNTIL).shouldFire(scene);
  }

  @Override
  public void onFire(TriggerScene scene) {
    if (part(UNTIL).shouldFire(scene)) {
      part(UNTIL).onFire(scene);
      part(MAIN).clear(scene);
    } else {
      part(MAIN).onFire(scene);
    }
    scene.facts().setFinished(this, anyFinished(scene.facts()));
  }

  @Override
  public void onMerge(TriggerScene scene, List<TriggerFacts> merged) {
    parts().forEach(part -> part.onMerge(scene, merged));
    scene.facts().setFinished(this, anyFinished(scene.facts()));
  }
}
