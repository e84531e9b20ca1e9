package dev.beamflink.translation.runtime.stage;

import java.util.Objects;
import java.util.function.Function;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.transforms.DoFn.ProcessContinuation;
import org.apache.beam.sdk.transforms.reflect.DoFnInvoker;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker.TruncateResult;
import org.apache.beam.sdk.transforms.splittabledofn.SplitResult;
import org.apache.beam.sdk.transforms.splittabledofn.WatermarkEstimator;
import org.apache.beam.sdk.values.WindowedValue;
import org.jspecify.annotations.Nullable;

/** The methods of a splittable DoFn that have to do with restrictions. Task thread only. */
final class RestrictionMethods {

  private final UserCalls calls;
  private final DoFnBinding binding;
  private final DoFnInvoker<Object, Object> invoker;

  RestrictionMethods(BoundDoFn doFn) {
    this.calls = doFn.calls();
    this.binding = doFn.binding();
    this.invoker = doFn.invoker();
  }

  /** The whole restriction of an element; that of {@code part} is not looked at. */
  @Nullable Object initialRestriction(RestrictedElement part) {
    return call("@GetInitialRestriction", part, invoker::invokeGetInitialRestriction);
  }

  @Nullable Object initialEstimatorState(RestrictedElement part) {
    return call(
        "@GetInitialWatermarkEstimatorState",
        part,
        invoker::invokeGetInitialWatermarkEstimatorState);
  }

  /**
   * Splits a restriction.
   *
   * @param parts takes the restrictions that it is split into
   */
  void split(RestrictedElement part, OutputReceiver<Object> parts) {
    this.<@Nullable Object>call(
        "@SplitRestriction",
        part,
        arguments -> {
          invoker.invokeSplitRestriction(arguments.forSplit(parts));
          return null;
        });
  }

  double size(RestrictedElement part) {
    return call("@GetSize", part, invoker::invokeGetSize);
  }

  /** What must still be processed of a restriction when the pipeline drains; null for nothing. */
  @Nullable TruncateResult<Object> truncate(RestrictedElement part) {
    return this.<@Nullable TruncateResult<Object>>call(
        "@TruncateRestriction", part, invoker::invokeTruncateRestriction);
  }

  RestrictionTracker<Object, Object> newTracker(RestrictedElement part) {
    return call("@NewTracker", part, invoker::invokeNewTracker);
  }

  /**
   * Whether a part of the restriction can be split off. Trackers that know checkpoints only answer
   * any fraction with all of it, which would leave the giver nothing. Asks trackers of its own, so
   * that nothing is split.
   */
  boolean isDivisible(RestrictedElement part) {
    RestrictionTracker<Object, Object> forHalf = newTracker(part);
    RestrictionTracker<Object, Object> forAll = newTracker(part);
    return calls.get(
        "trySplit",
        () -> {
          SplitResult<Object> half = forHalf.trySplit(0.5);
          SplitResult<Object> all = forAll.trySplit(0);
          return half != null
              && (all == null || !Objects.equals(half.getResidual(), all.getResidual()));
        });
  }

  WatermarkEstimator<Object> newWatermarkEstimator(RestrictedElement part) {
    return call("@NewWatermarkEstimator", part, invoker::invokeNewWatermarkEstimator);
  }

  ProcessContinuation process(
      RestrictedElement part,
      RestrictionTracker<Object, Object> tracker,
      WatermarkEstimator<Object> estimator) {
    return call(
        "@ProcessElement",
        part,
        arguments -> invoker.invokeProcessElement(arguments.forProcess(tracker, estimator)));
  }

  private <T extends @Nullable Object> T call(
      String method, RestrictedElement part, Function<SplittableArguments, T> body) {
    return calls.get(
        method,
        () -> {
          CurrentElement current = binding.outputs().current();
          WindowedValue<?> outer = current.begin(part.element());
          try {
            ProcessArguments element =
                new ProcessArguments(binding, part.element().getValue(), part.element());
            return body.apply(new SplittableArguments(element, invoker, part, method));
          } finally {
            current.end(outer);
          }
        });
  }
}
