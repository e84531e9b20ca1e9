package dev.beamflink.translation.runtime.group.trigger;

import java.util.List;

/** Beam's {@code AfterAll}: once, when each part asks for it or has finished. */
final class AfterAll extends Composite {

  AfterAll(int place, List<TriggerMachine> parts) {
    super(place, parts);
  }

  @Override
  public void onElement(TriggerScene scene) {
    for (TriggerMachine part : parts()) {
      if (!scene.facts().isFinished(part)) {
        part.onElement(scene);
      }
    }
  }

  @Override
  public boolean shouldFire(TriggerScene scene) {
    for (TriggerMachine part : parts()) {
      if (!scene.facts().isFinished(part) && !part.shouldFire(scene)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void onFire(TriggerScene scene) {
    parts().forEach(part -> part.onFire(scene));
    scene.facts().setFinished(this, true);
  }

  @Override
  public void onMerge(TriggerScene scene, List<TriggerFacts> merged) {
    parts().forEach(part -> part.onMerge(scene, merged));
    scene.facts().setFinished(this, allFinished(scene.facts()));
  }
}
