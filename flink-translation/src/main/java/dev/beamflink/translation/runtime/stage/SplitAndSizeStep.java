package dev.beamflink.translation.runtime.stage;

import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.OutputBuilder;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.jspecify.annotations.Nullable;

/** Second part of a splittable ParDo: splits each restriction and says how large the parts are. */
final class SplitAndSizeStep implements Step {

  private final DoFnLifecycle lifecycle;
  private final RestrictionMethods methods;
  private final Receiver next;

  SplitAndSizeStep(BoundDoFn doFn, Receiver next) {
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

  /** Takes {@code KV<element, KV<restriction, estimator state>>}. */
  @Override
  @SuppressWarnings("NullAway") // a pair is never null
  public void receive(@Nullable Object value, WindowedValue<?> metadata) {
    RestrictedElement whole = RestrictedElement.of(value, metadata);
    methods.split(whole, new Parts(whole, metadata));
  }

  /** Passes the parts on as they come, each with its size. */
  private final class Parts implements OutputReceiver<Object> {

    private final RestrictedElement whole;
    private final WindowedValue<?> metadata;

    Parts(RestrictedElement whole, WindowedValue<?> metadata) {
      this.whole = whole;
      this.metadata = metadata;
    }

    @Override
    public void output(Object restriction) {
      RestrictedElement part = whole.withRestriction(restriction);
      next.receive(KV.of(part.toPair(), methods.size(part)), metadata);
    }

    @Override
    public OutputBuilder<Object> builder(Object restriction) {
      return WindowedValues.builder(whole.element())
          .setValue(restriction)
          .setReceiver(output -> output(output.getValue()));
    }
  }
}
