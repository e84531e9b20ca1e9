package dev.beamflink.translation.runtime.group.trigger;

import java.util.List;
import java.util.function.LongUnaryOperator;
import org.apache.beam.sdk.state.TimeDomain;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Beam's {@code AfterProcessingTime.pastFirstElementInPane} with its delays, and {@code
 * AfterSynchronizedProcessingTime}: once, when a clock has passed a time that the first element has
 * set.
 */
final class AfterDelay extends TriggerMachine {

  private final int numberPlace;
  private final TimeDomain domain;
  private final LongUnaryOperator target;

  /**
   * @param numberPlace where the time to wait for is in the facts
   * @param target the time to wait for, if the first element comes at that one, in milliseconds
   */
  AfterDelay(int place, int numberPlace, TimeDomain domain, LongUnaryOperator target) {
    super(place);
    this.numberPlace = numberPlace;
    this.domain = domain;
    this.target = target;
  }

  @Override
  public void onElement(TriggerScene scene) {
    TriggerFacts facts = scene.facts();
    @Nullable Instant now = scene.now(TimeDomain.PROCESSING_TIME); // in both domains
    if (facts.number(numberPlace) == TriggerFacts.NONE && now != null) {
      waitFor(scene, target.applyAsLong(now.getMillis()));
    }
  }

  private void waitFor(TriggerScene scene, long millis) {
    scene.facts().setNumber(numberPlace, millis);
    scene.lookAgainAt(domain, Instant.ofEpochMilli(millis));
  }

  @Override
  public boolean shouldFire(TriggerScene scene) {
    long waitsFor = scene.facts().number(numberPlace);
    if (waitsFor == TriggerFacts.NONE) {
      return false;
    }
    @Nullable Instant now = scene.now(domain);
    return now != null && now.getMillis() > waitsFor;
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
    long earliest =
        scene.facts().isFinished(this)
            ? TriggerFacts.NONE
            : merged.stream()
                .mapToLong(facts -> facts.number(numberPlace))
                .filter(number -> number != TriggerFacts.NONE)
                .min()
                .orElse(TriggerFacts.NONE);
    if (earliest == TriggerFacts.NONE) {
      clear(scene);
    } else {
      waitFor(scene, earliest);
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
