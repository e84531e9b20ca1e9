package dev.beamflink.translation.runtime.stage;

import dev.beamflink.translation.runtime.element.Drained;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker.TruncateResult;
import org.apache.beam.sdk.transforms.splittabledofn.WatermarkEstimator;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.jspecify.annotations.Nullable;

/** Last part of a splittable ParDo: processes restrictions when the operator says so. */
final class ProcessRestrictionStep implements Step, SplittableRoot {

  private final UserCalls calls;
  private final DoFnLifecycle lifecycle;
  private final RestrictionMethods methods;
  private final boolean explodesWindows;
  private final RunningCall running;

  /**
   * @param running hears of the DoFn's outputs
   */
  ProcessRestrictionStep(BoundDoFn doFn, RunningCall running) {
    this.calls = doFn.calls();
    this.lifecycle = new DoFnLifecycle(doFn);
    this.methods = new RestrictionMethods(doFn);
    this.explodesWindows = doFn.explodesWindows();
    this.running = running;
  }

  @Override
  public void setUp() {
    lifecycle.setUp();
  }

  @Override
  public void startBundle() {
    lifecycle.startBundle();
  }

  @Override
  public void finishBundle() {
    lifecycle.finishBundle();
  }

  @Override
  public void tearDown() {
    lifecycle.tearDown();
  }

  @Override
  public void receive(@Nullable Object value, WindowedValue<?> metadata) {
    throw new IllegalStateException(
        "A restriction came by itself, not through the operator: a bug of the runner");
  }

  @Override
  public List<RestrictedElement> unpack(WindowedValue<?> input) {
    Object pair = ((KV<?, ?>) input.getValue()).getKey();
    if (!explodesWindows || input.getWindows().size() == 1) {
      return List.of(RestrictedElement.of(pair, input));
    }
    List<RestrictedElement> parts = new ArrayList<>();
    WindowExplosion.explode(
        pair, input, (value, metadata) -> parts.add(RestrictedElement.of(pair, metadata)));
    return parts;
  }

  @Override
  public List<Residual> process(RestrictedElement part, SplitLimit limit) {
    RestrictionTracker<Object, Object> tracker = methods.newTracker(part);
    WatermarkEstimator<Object> estimator = methods.newWatermarkEstimator(part);
    // Nobody begins to want a half during the call, which has the task's thread.
    boolean divisible =
        limit.earliestHalfMillis() != SplitLimit.NOBODY_WANTS_HALF && methods.isDivisible(part);
    return calls.get(
        "@ProcessElement",
        () -> {
          RestrictionCall call = new RestrictionCall(part, tracker, estimator, limit, divisible);
          running.start(call);
          try {
            return Stream.ofNullable(call.finish(methods.process(part, call.tracker(), estimator)))
                .toList();
          } finally {
            running.end();
          }
        });
  }

  @Override
  public @Nullable RestrictedElement truncate(RestrictedElement part) {
    TruncateResult<Object> truncated = methods.truncate(part);
    return truncated == null
        ? null
        : new RestrictedElement(
            Drained.of(part.element()), // it would come out differently without the drain
            truncated.getTruncatedRestriction(),
            part.estimatorState());
  }
}
