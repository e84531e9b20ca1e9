package dev.beamflink.translation.runtime.group.trigger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Beam's {@code AfterWatermark.pastEndOfWindow()} with early or late firings: the early part again
 * and again up to the end of the window, then the pane on time, then the late part again and again.
 * Has finished with the pane on time if there is no late part.
 */
final class EarlyAndLate extends Composite {

  private static final int EARLY = 0;

  private final @Nullable TriggerMachine late;

  EarlyAndLate(int place, TriggerMachine early) {
    super(place, List.of(early));
    this.late = null;
  }

  EarlyAndLate(int place, TriggerMachine early, TriggerMachine late) {
    super(place, List.of(early, late));
    this.late = late;
  }

  /** Where windows merge, what is late in one may be early in the new one. */
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
    if (!scene.facts().isFinished(part(EARLY))) {
      return part(EARLY).shouldFire(scene) || scene.endOfWindowReached();
    }
    return late != null && late.shouldFire(scene);
  }

  @Override
  public void onFire(TriggerScene scene) {
    TriggerFacts facts = scene.facts();
    if (!facts.isFinished(part(EARLY))) {
      fireEarlyOrOnTime(scene);
    } else if (late != null) {
      late.onFire(scene);
      late.clear(scene);
      facts.setFinished(late, false);
    } else {
      facts.setFinished(this, true);
    }
  }

  private void fireEarlyOrOnTime(TriggerScene scene) {
    TriggerMachine early = part(EARLY);
    TriggerFacts facts = scene.facts();
    if (!scene.endOfWindowReached()) {
      early.onFire(scene);
      early.clear(scene);
      facts.setFinished(early, false);
      return;
    }
    if (early.shouldFire(scene)) {
      early.onFire(scene);
    }
    facts.setFinished(early, true);
    early.clear(scene);
    if (late == null) {
      facts.setFinished(this, true);
    } else {
      late.clear(scene); // it has seen what came before the end
    }
  }

  @Override
  public void onMerge(TriggerScene scene, List<TriggerFacts> merged) {
    TriggerMachine early = part(EARLY);
    TriggerFacts facts = scene.facts();
    if (!finishedInAll(early, merged) || !scene.endOfWindowReached()) {
      early.onMerge(scene, merged);
      facts.setFinished(early, false);
      if (late != null) {
        late.onMerge(scene, merged);
        facts.setFinished(late, false);
        late.clear(scene);
      }
    } else {
      facts.setFinished(early, true);
      if (late != null) {
        late.onMerge(scene, merged);
      }
    }
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
    return part(EARLY).isIdleBeforeEndOfWindow();
  }
}
