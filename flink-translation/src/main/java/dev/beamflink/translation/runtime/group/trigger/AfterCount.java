package dev.beamflink.translation.runtime.group.trigger;

import java.util.List;

/** Beam's {@code AfterPane.elementCountAtLeast}: once, when that many elements have come. */
final class AfterCount extends TriggerMachine {

  private final int numberPlace;
  private final long count;

  /**
   * @param numberPlace where the number of elements is in the facts
   */
  AfterCount(int place, int numberPlace, long count) {
    super(place);
    this.numberPlace = numberPlace;
    this.count = count;
  }

  private long elements(TriggerFacts facts) {
    return Math.max(0, facts.number(numberPlace));
  }

  @Override
  public void onElement(TriggerScene scene) {
    TriggerFacts facts = scene.facts();
    facts.setNumber(numberPlace, elements(facts) + 1);
  }

  @Override
  public boolean shouldFire(TriggerScene scene) {
    return elements(scene.facts()) >= count;
  }

  @Override
  public void onFire(TriggerScene scene) {
    clear(scene);
    scene.facts().setFinished(this, true);
  }

  @Override
  public void clear(TriggerScene scene) {
    scene.facts().setNumber(numberPlace, TriggerFacts.NONE);
  }

  @Override
  public void onMerge(TriggerScene scene, List<TriggerFacts> merged) {
    TriggerFacts facts = scene.facts();
    if (finishedInAny(this, merged)) {
      facts.setFinished(this, true);
      clear(scene);
    } else {
      long sum = merged.stream().mapToLong(this::elements).sum();
      facts.setNumber(numberPlace, sum == 0 ? TriggerFacts.NONE : sum);
    }
  }

  @Override
  public boolean looksAtEndOfWindow() {
    return false;
  }

  @Override
  public boolean isIdleBeforeEndOfWindow() {
    return false;
  }
}
