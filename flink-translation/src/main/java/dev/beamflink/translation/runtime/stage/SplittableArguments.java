package dev.beamflink.translation.runtime.stage;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.transforms.reflect.DoFnInvoker;
import org.apache.beam.sdk.transforms.reflect.DoFnInvoker.DelegatingArgumentProvider;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.splittabledofn.WatermarkEstimator;
import org.jspecify.annotations.Nullable;

/**
 * What the methods of a splittable DoFn may ask for: what {@code @ProcessElement} may, and the
 * restriction with what belongs to it. One object per call; a restriction is worth an allocation.
 */
final class SplittableArguments extends DelegatingArgumentProvider<Object, Object> {

  private final DoFnInvoker<Object, Object> invoker;
  private final RestrictedElement part;
  private @Nullable RestrictionTracker<?, ?> tracker;
  private @Nullable WatermarkEstimator<?> estimator;
  private @Nullable OutputReceiver<Object> restrictions;

  SplittableArguments(
      ProcessArguments element,
      DoFnInvoker<Object, Object> invoker,
      RestrictedElement part,
      String method) {
    super(element, method);
    this.invoker = invoker;
    this.part = part;
  }

  /** Makes these the arguments of {@code @ProcessElement}. */
  SplittableArguments forProcess(
      RestrictionTracker<?, ?> running, WatermarkEstimator<?> watermark) {
    tracker = running;
    estimator = watermark;
    return this;
  }

  /** Makes these the arguments of {@code @SplitRestriction}. */
  SplittableArguments forSplit(OutputReceiver<Object> receiver) {
    restrictions = receiver;
    return this;
  }

  @Override
  @SuppressWarnings("NullAway") // restrictions may be null, as Beam allows
  public Object restriction() {
    RestrictionTracker<?, ?> running = tracker;
    return running == null ? part.restriction() : running.currentRestriction();
  }

  /** Outside of {@code @ProcessElement} a new tracker, for those who ask. */
  @Override
  public RestrictionTracker<?, ?> restrictionTracker() {
    RestrictionTracker<?, ?> known = tracker;
    if (known == null) {
      known = invoker.invokeNewTracker(this);
      tracker = known;
    }
    return known;
  }

  @Override
  @SuppressWarnings("NullAway") // estimator states may be null, as Beam allows
  public Object watermarkEstimatorState() {
    return part.estimatorState();
  }

  @Override
  public WatermarkEstimator<?> watermarkEstimator() {
    WatermarkEstimator<?> known = estimator;
    return known == null ? super.watermarkEstimator() : known;
  }

  @Override
  public OutputReceiver<Object> outputReceiver(DoFn<Object, Object> doFn) {
    OutputReceiver<Object> receiver = restrictions;
    return receiver == null ? super.outputReceiver(doFn) : receiver;
  }
}
