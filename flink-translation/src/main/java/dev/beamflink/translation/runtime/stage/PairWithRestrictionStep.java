package dev.beamflink.translation.runtime.stage;

import org.apache.beam.sdk.values.WindowedValue;
import org.jspecify.annotations.Nullable;

/** First part of a splittable ParDo: gives each element its whole restriction. */
final class PairWithRestrictionStep implements Step {

  private final DoFnLifecycle lifecycle;
  private final RestrictionMethods methods;
  private final boolean explodesWindows;
  private final Receiver next;

  PairWithRestrictionStep(BoundDoFn doFn, Receiver next) {
    this.lifecycle = new DoFnLifecycle(doFn);
    this.methods = new RestrictionMethods(doFn);
    this.explodesWindows = doFn.explodesWindows();
    this.next = next;
  }

  @Override
  public void setUp() {
    lifecycle.setUp();
  }

  @Override
  public void tearDown() {
    lifecycle.tearDown();
  }

  @Override
  public void receive(@Nullable Object value, WindowedValue<?> metadata) {
    if (explodesWindows && metadata.getWindows().size() > 1) {
      WindowExplosion.explode(value, metadata, this::pair);
    } else {
      pair(value, metadata);
    }
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // elements may be null, as Beam allows
  private void pair(@Nullable Object value, WindowedValue<?> metadata) {
    WindowedValue<Object> element = ((WindowedValue<Object>) metadata).withValue(value);
    RestrictedElement unrestricted = new RestrictedElement(element, null, null);
    RestrictedElement whole =
        unrestricted.withRestriction(methods.initialRestriction(unrestricted));
    Object state = methods.initialEstimatorState(whole);
    next.receive(new RestrictedElement(element, whole.restriction(), state).toPair(), metadata);
  }
}
