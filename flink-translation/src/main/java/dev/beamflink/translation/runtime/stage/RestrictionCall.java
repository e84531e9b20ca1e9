package dev.beamflink.translation.runtime.stage;

import dev.beamflink.translation.runtime.stage.SplittableRoot.Residual;
import org.apache.beam.sdk.fn.splittabledofn.RestrictionTrackers;
import org.apache.beam.sdk.fn.splittabledofn.RestrictionTrackers.ClaimObserver;
import org.apache.beam.sdk.transforms.DoFn.ProcessContinuation;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker.IsBounded;
import org.apache.beam.sdk.transforms.splittabledofn.SplitResult;
import org.apache.beam.sdk.transforms.splittabledofn.TimestampObservingWatermarkEstimator;
import org.apache.beam.sdk.transforms.splittabledofn.WatermarkEstimator;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code @ProcessElement} of a splittable DoFn: watches its claims and outputs, splits
 * the restriction when its limit is reached, and keeps what is left.
 *
 * <p>The split happens inside the user's own claim or output, in the task's thread, so that no
 * other thread is needed. It comes after a claim at the earliest, since every call must get on.
 */
final class RestrictionCall implements ClaimObserver<Object> {

  private final RestrictedElement part;
  private final RestrictionTracker<Object, Object> tracker;
  private final WatermarkEstimator<Object> estimator;
  private final SplitLimit limit;
  private final boolean divisible;

  private boolean hasClaimed;
  private boolean claimFailed;
  private boolean halfTried;
  private @Nullable Residual residual;

  /**
   * @param divisible whether somebody wants a half, and the restriction has halves
   */
  RestrictionCall(
      RestrictedElement part,
      RestrictionTracker<Object, Object> tracker,
      WatermarkEstimator<Object> estimator,
      SplitLimit limit,
      boolean divisible) {
    this.part = part;
    this.tracker = RestrictionTrackers.observe(tracker, this);
    this.estimator = estimator;
    this.limit = limit;
    this.divisible = divisible;
  }

  /** The tracker for the user's code. */
  RestrictionTracker<Object, Object> tracker() {
    return tracker;
  }

  @Override
  public void onClaimed(Object position) {
    if (!hasClaimed) {
      hasClaimed = true;
      limit.claimsFirst();
    }
    if (divisible) {
      giveHalf();
    }
    if (limit.reachedAtClaim()) {
      split();
    }
  }

  @Override
  public void onClaimFailed(Object position) {
    claimFailed = true;
    catchUp();
  }

  void beforeOutput(Instant timestamp) {
    if (estimator instanceof TimestampObservingWatermarkEstimator<?> observer) {
      observer.observeTimestamp(timestamp);
    }
  }

  void afterOutput() {
    if (limit.reachedAtOutput() && hasClaimed) {
      split();
    }
  }

  /** Splits off all that is not claimed yet, unless that has been done. */
  private void split() {
    if (residual == null) {
      residual = splitAt(0);
    }
  }

  /**
   * Has the rest start from where the estimator is now that the user's code is done with what it
   * has claimed. Without that, the split inside a claim would lose what the code says of this
   * position, each time, and a source whose last one that was would never say it again.
   */
  private void catchUp() {
    if (residual != null) {
      residual = residual(residual.rest().restriction());
    }
  }

  /** Splits half of what is left off for somebody else; one that can't be split is tried once. */
  private void giveHalf() {
    if (residual == null
        && !halfTried
        && tracker.isBounded() == IsBounded.BOUNDED
        && watermark().getMillis() >= limit.earliestHalfMillis()) {
      halfTried = true;
      Residual half = splitAt(0.5);
      if (half != null) {
        limit.takeHalf(half);
      }
    }
  }

  private @Nullable Residual splitAt(double fractionOfRemainder) {
    SplitResult<Object> split = tracker.trySplit(fractionOfRemainder);
    return split == null ? null : residual(split.getResidual());
  }

  private Residual residual(@Nullable Object restriction) {
    // The watermark comes first: the estimator's state goes with it.
    Instant watermark = watermark();
    return new Residual(
        new RestrictedElement(part.element(), restriction, estimator.getState()),
        watermark,
        Duration.ZERO);
  }

  /** Beam leaves it to the runner to keep estimators within the bounds of time. */
  private Instant watermark() {
    Instant watermark = estimator.currentWatermark();
    return watermark.isAfter(BoundedWindow.TIMESTAMP_MAX_VALUE)
        ? BoundedWindow.TIMESTAMP_MAX_VALUE
        : watermark;
  }

  /**
   * What is left when the user's code has returned.
   *
   * @throws IllegalStateException when the code has not done what it claimed or says
   */
  @Nullable Residual finish(ProcessContinuation continuation) {
    if (continuation.shouldResume()) {
      if (claimFailed) {
        throw new IllegalStateException(
            "@ProcessElement returned resume() after tryClaim() had returned false; then nothing is"
                + " left to resume, and it must return stop()");
      }
      split();
      catchUp();
    }
    tracker.checkDone();
    Residual rest = residual;
    return rest == null
        ? null
        : new Residual(rest.rest(), rest.watermark(), continuation.resumeDelay());
  }
}
