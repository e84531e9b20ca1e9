package dev.beamflink.translation.runtime.group.trigger;

import java.util.List;

/** Beam's {@code AfterFirst}: once, when one of its parts asks for it. */
final class AfterFirst extends Composite {

  AfterFirst(int place, List<TriggerMachine> parts) {
    super(place, parts);
  }

  @Override
  public void onElement(TriggerScene scene) {
    parts().forEach(part -> part.onElement(scene));
  }

  @Override
  public boolean shouldFire(TriggerScene scene) {
    for (TriggerMachine part : parts()) {
      if (scene.facts().isFinished(part) || part.shouldFire(scene)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void onFire(TriggerScene scene) {
    for (TriggerMachine part : parts()) {
      if (part.shouldFire(scene)) {
        part.onFire(scene);
      } else {
        part.clear(scene);
      }
    }
    scene.facts().setFinished(this, true);
  }

  @Override
  public void onMerge(TriggerScene scene, List<TriggerFacts> merged) {
    parts().forEach(part -> part.onMerge(scene, merged));
    scene.facts().setFinished(this, anyFinished(scene.facts()));
  }
}
