package dev.beamflink.translation.runtime.group.trigger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Beam's {@code AfterEach.inOrder}: one part after the other, each until it has finished. */
final class AfterEach extends Composite {

  AfterEach(int place, List<TriggerMachine> parts) {
    super(place, parts);
  }

  /** Where windows merge, a later part may have to go on with an earlier one's elements. */
  @Override
  public void onElement(TriggerScene scene) {
    @Nullable TriggerMachine current = firstUnfinished(scene.facts());
    if (scene.merges()) {
      parts().forEach(part -> part.onElement(scene));
    } else if (current != null) {
      current.onElement(scene);
    }
  }

  @Override
  public boolean shouldFire(TriggerScene scene) {
    @Nullable TriggerMachine current = firstUnfinished(scene.facts());
    return current != null && current.shouldFire(scene);
  }

  @Override
  public void onFire(TriggerScene scene) {
    @Nullable TriggerMachine current = firstUnfinished(scene.facts());
    if (current != null) {
      current.onFire(scene);
    }
    if (scene.merges()) {
      clear(scene);
    }
    scene.facts().setFinished(this, allFinished(scene.facts()));
  }

  @Override
  public void onMerge(TriggerScene scene, List<TriggerFacts> merged) {
    boolean priorFinished = true;
    for (TriggerMachine part : parts()) {
      if (priorFinished) {
        part.onMerge(scene, merged);
        priorFinished = scene.facts().isFinished(part);
      } else {
        part.clear(scene);
      }
    }
    scene.facts().setFinished(this, allFinished(scene.facts()));
  }
}
