package dev.beamflink.translation.runtime.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.translation.runtime.stage.SplittableRoot.Residual;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.DoFn.UnboundedPerElement;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.splittabledofn.ManualWatermarkEstimator;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.splittabledofn.WatermarkEstimator;
import org.apache.beam.sdk.transforms.splittabledofn.WatermarkEstimators;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.apache.beam.sdk.values.WindowedValues;
import org.joda.time.DateTimeUtils;
import org.joda.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the rest of a restriction holds the watermark, for each of Beam's estimators. */
class WatermarkEstimatorStepsTest {

  private static final Instant START = new Instant(100);

  @AfterEach
  void letTheClockGo() {
    DateTimeUtils.setCurrentMillisSystem();
  }

  @Test
  void manualEstimatorHoldsWhereItWasSet() {
    Residual residual = firstStep(new Manual(), START);
    assertEquals(new Instant(130), residual.watermark());
    assertEquals(new Instant(130), residual.rest().estimatorState());
  }

  @Test
  void estimatorWithoutNewsHoldsWhereItStarted() {
    Residual residual = firstStep(new Manual(), new Instant(131));
    assertEquals(new Instant(131), residual.watermark(), "it never goes back");
  }

  @Test
  void watermarkStaysWithinTheBoundsOfTime() {
    Residual residual = firstStep(new Boundless(), START);
    assertEquals(BoundedWindow.TIMESTAMP_MAX_VALUE, residual.watermark());
  }

  @Test
  void monotonicEstimatorHoldsAtTheLastOutput() {
    Residual residual = firstStep(new Monotonic(), START);
    assertEquals(new Instant(120), residual.watermark());
    assertEquals(new Instant(120), residual.rest().estimatorState());
  }

  @Test
  void wallTimeEstimatorHoldsAtTheClock() {
    DateTimeUtils.setCurrentMillisFixed(5000);
    Residual residual = firstStep(new WallTime(), START);
    assertEquals(new Instant(5000), residual.watermark());
    assertEquals(new Instant(5000), residual.rest().estimatorState());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void splitInsideAClaimWaitsForWhatIsSaidOfThePosition(boolean resumes) {
    Residual residual = firstStep(new ManualAfterClaim(resumes), START, new AtFirstClaim());
    assertEquals(new OffsetRange(1, 10), residual.rest().restriction());
    assertEquals(new Instant(140), residual.watermark());
    assertEquals(new Instant(140), residual.rest().estimatorState());
  }

  /** Processes one position, from which the DoFn resumes by itself. */
  private static Residual firstStep(DoFn<String, String> fn, Instant estimatorState) {
    return firstStep(fn, estimatorState, SplitLimit.NONE);
  }

  private static Residual firstStep(
      DoFn<String, String> fn, Instant estimatorState, SplitLimit limit) {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(Impulse.create())
        .apply("Words", MapElements.into(TypeDescriptors.strings()).via(unused -> ""))
        .apply("Step", ParDo.of(fn))
        .setCoder(StringUtf8Coder.of());
    StageUnderTest stage =
        new StageUnderTest(
            pipeline,
            node -> node.id().value().startsWith("Step") && node.id().value().endsWith("/Process"));
    stage.executor().startBundle();
    List<Residual> left =
        stage
            .executor()
            .splittableRoot()
            .process(
                new RestrictedElement(
                    WindowedValues.timestampedValueInGlobalWindow("e", START),
                    new OffsetRange(0, 10),
                    estimatorState),
                limit);
    stage.executor().finishBundle();
    assertEquals(1, left.size());
    return left.get(0);
  }

  /** One position a call, with an output at 120. */
  private abstract static class Steps extends DoFn<String, String> {

    @GetInitialRestriction
    public OffsetRange all() {
      return new OffsetRange(0, 10);
    }

    @GetInitialWatermarkEstimatorState
    public Instant start(@Timestamp Instant timestamp) {
      return timestamp;
    }

    static ProcessContinuation step(
        RestrictionTracker<OffsetRange, Long> tracker, OutputReceiver<String> out) {
      if (!tracker.tryClaim(tracker.currentRestriction().getFrom())) {
        return ProcessContinuation.stop();
      }
      out.outputWithTimestamp("step", new Instant(120));
      return ProcessContinuation.resume();
    }
  }

  @UnboundedPerElement
  private static final class Manual extends Steps {

    @NewWatermarkEstimator
    public WatermarkEstimators.Manual estimator(@WatermarkEstimatorState Instant state) {
      return new WatermarkEstimators.Manual(state);
    }

    @ProcessElement
    public ProcessContinuation process(
        RestrictionTracker<OffsetRange, Long> tracker,
        ManualWatermarkEstimator<Instant> watermark,
        OutputReceiver<String> out) {
      watermark.setWatermark(new Instant(130));
      return step(tracker, out);
    }
  }

  @UnboundedPerElement
  private static final class ManualAfterClaim extends Steps {

    private final boolean resumes;

    ManualAfterClaim(boolean resumes) {
      this.resumes = resumes;
    }

    @NewWatermarkEstimator
    public WatermarkEstimators.Manual estimator(@WatermarkEstimatorState Instant state) {
      return new WatermarkEstimators.Manual(state);
    }

    @ProcessElement
    public ProcessContinuation process(
        RestrictionTracker<OffsetRange, Long> tracker,
        ManualWatermarkEstimator<Instant> watermark,
        OutputReceiver<String> out) {
      ProcessContinuation next = step(tracker, out);
      watermark.setWatermark(new Instant(140));
      if (resumes) {
        return next;
      }
      if (tracker.tryClaim(1L)) {
        throw new IllegalStateException("The split has not come");
      }
      watermark.setWatermark(new Instant(150)); // says nothing of what it was not given
      return ProcessContinuation.stop();
    }
  }

  @UnboundedPerElement
  private static final class Monotonic extends Steps {

    @NewWatermarkEstimator
    public WatermarkEstimators.MonotonicallyIncreasing estimator(
        @WatermarkEstimatorState Instant state) {
      return new WatermarkEstimators.MonotonicallyIncreasing(state);
    }

    @ProcessElement
    public ProcessContinuation process(
        RestrictionTracker<OffsetRange, Long> tracker, OutputReceiver<String> out) {
      return step(tracker, out);
    }
  }

  @UnboundedPerElement
  private static final class WallTime extends Steps {

    @NewWatermarkEstimator
    public WatermarkEstimator<Instant> estimator(@WatermarkEstimatorState Instant state) {
      return new WatermarkEstimators.WallTime(state);
    }

    @ProcessElement
    public ProcessContinuation process(
        RestrictionTracker<OffsetRange, Long> tracker, OutputReceiver<String> out) {
      return step(tracker, out);
    }
  }

  @UnboundedPerElement
  private static final class Boundless extends Steps {

    @NewWatermarkEstimator
    public WatermarkEstimator<Instant> estimator(@WatermarkEstimatorState Instant state) {
      return new WatermarkEstimator<>() {
        @Override
        public Instant currentWatermark() {
          return new Instant(Long.MAX_VALUE);
        }

        @Override
        public Instant getState() {
          return state;
        }
      };
    }

    @ProcessElement
    public ProcessContinuation process(
        RestrictionTracker<OffsetRange, Long> tracker, OutputReceiver<String> out) {
      return step(tracker, out);
    }
  }

  private static final class AtFirstClaim implements SplitLimit {

    @Override
    public boolean reachedAtClaim() {
      return true;
    }

    @Override
    public boolean reachedAtOutput() {
      return false;
    }
  }
}
