package dev.beamflink.translation.runtime.stage;

import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker.TruncateResult;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.jspecify.annotations.Nullable;

/**
 * Part of a splittable ParDo whose pipeline was made to drain: cuts restrictions down to what must
 * still be processed.
 */
final class TruncateStep implements Step {

  private final DoFnLifecycle lifecycle;
  private final RestrictionMethods methods;
  private final Receiver next;

  TruncateStep(BoundDoFn doFn, Receiver next) {
    this.lifecycle = new DoFnLifecycle(doFn);
    this.methods = new RestrictionMethods(doFn);
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

  /** Takes {@code KV<KV<element, KV<restriction, estimator state>>, size>}. */
  @Override
  @SuppressWarnings("NullAway") // a pair is never null
  public void receive(@Nullable Object value, WindowedValue<?> metadata) {
    RestrictedElement part = RestrictedElement.of(((KV<?, ?>) value).getKey(), metadata);
    TruncateResult<Object> truncated = methods.truncate(part);
    if (truncated != null) {
      RestrictedElement rest = part.withRestriction(truncated.getTruncatedRestriction());
      next.receive(KV.of(rest.toPair(), methods.size(rest)), metadata);
    }
  }
}
