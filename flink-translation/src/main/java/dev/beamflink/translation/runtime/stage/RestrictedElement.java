package dev.beamflink.translation.runtime.stage;

import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.jspecify.annotations.Nullable;

/**
 * An element of a splittable DoFn with the restriction that is to be processed of it.
 *
 * @param element the DoFn's input
 * @param restriction what is to be processed
 * @param estimatorState state of the watermark estimator, from which it goes on
 */
public record RestrictedElement(
    WindowedValue<Object> element, @Nullable Object restriction, @Nullable Object estimatorState) {

  /**
   * Takes apart what travels between the parts of a splittable ParDo.
   *
   * @param pair {@code KV<element, KV<restriction, estimator state>>}
   * @param metadata timestamp, windows and pane
   */
  @SuppressWarnings("unchecked") // the coders of the expansion say so
  public static RestrictedElement of(Object pair, WindowedValue<?> metadata) {
    KV<Object, KV<Object, Object>> typed = (KV<Object, KV<Object, Object>>) pair;
    return new RestrictedElement(
        ((WindowedValue<Object>) metadata).withValue(typed.getKey()),
        typed.getValue().getKey(),
        typed.getValue().getValue());
  }

  /** The same element with another restriction, processed from the same estimator state. */
  RestrictedElement withRestriction(@Nullable Object other) {
    return new RestrictedElement(element, other, estimatorState);
  }

  /** What travels to the next part of a splittable ParDo. */
  @SuppressWarnings("NullAway") // restrictions and estimator states may be null, as Beam allows
  public KV<Object, KV<Object, Object>> toPair() {
    return KV.of(element.getValue(), KV.of(restriction, estimatorState));
  }
}
