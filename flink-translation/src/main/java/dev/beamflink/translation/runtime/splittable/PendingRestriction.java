package dev.beamflink.translation.runtime.splittable;

import dev.beamflink.translation.runtime.stage.RestrictedElement;
import dev.beamflink.translation.runtime.stage.SplittableRoot.Residual;

/**
 * A restriction that is still to be processed.
 *
 * @param part the element and its restriction
 * @param holdMillis where it holds the output watermark, in Beam's time
 * @param resumeMillis the processing time before which it is not to be processed
 */
public record PendingRestriction(RestrictedElement part, long holdMillis, long resumeMillis) {

  /** A restriction that has just come: holds at its element's timestamp and need not wait. */
  static PendingRestriction arrived(RestrictedElement part) {
    return new PendingRestriction(part, part.element().getTimestamp().getMillis(), Long.MIN_VALUE);
  }

  /** What a slice has left: holds where its watermark estimator was, and waits as it was told. */
  static PendingRestriction left(Residual residual, long nowMillis) {
    long delay = residual.resumeDelay().getMillis();
    return new PendingRestriction(
        residual.rest(),
        residual.watermark().getMillis(),
        delay <= 0 ? Long.MIN_VALUE : saturated(nowMillis, delay));
  }

  /** What has been split off for another subtask: the same, without a delay. */
  static PendingRestriction half(Residual half) {
    return new PendingRestriction(half.rest(), half.watermark().getMillis(), Long.MIN_VALUE);
  }

  private static long saturated(long millis, long delay) {
    long sum = millis + delay;
    return sum < millis ? Long.MAX_VALUE : sum;
  }
}
