package dev.beamflink.runner.savepoint;

import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.splittabledofn.ManualWatermarkEstimator;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.splittabledofn.WatermarkEstimators;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** {@link Numbers} read by splittable DoFns, as far as their gate lets them. */
final class SplittableNumbers {

  private static final Duration PAUSE = Duration.millis(5);

  private SplittableNumbers() {}

  static PCollection<Long> bounded(Pipeline pipeline, Gates gates) {
    return read(pipeline, ParDo.of(new Bounded(gates, null)));
  }

  static PCollection<Long> unbounded(Pipeline pipeline, Gates gates) {
    return read(pipeline, ParDo.of(new Unbounded(gates, null)));
  }

  /** Adds the side input to each number. */
  static PCollection<Long> bounded(Pipeline pipeline, Gates gates, PCollectionView<Long> side) {
    return read(pipeline, ParDo.of(new Bounded(gates, side)).withSideInputs(side));
  }

  /** Adds the side input to each number. */
  static PCollection<Long> unbounded(Pipeline pipeline, Gates gates, PCollectionView<Long> side) {
    return read(pipeline, ParDo.of(new Unbounded(gates, side)).withSideInputs(side));
  }

  private static PCollection<Long> read(
      Pipeline pipeline, ParDo.SingleOutput<Integer, Long> numbers) {
    return pipeline
        .apply("Splits", Create.of(IntStream.range(0, Numbers.SPLITS).boxed().toList()))
        .apply("Spread", Reshuffle.viaRandomKey())
        .apply("Numbers", numbers)
        .setCoder(VarLongCoder.of());
  }

  private abstract static class ReadFn extends DoFn<Integer, Long> {

    private final Gates gates;
    private final @Nullable PCollectionView<Long> side;

    ReadFn(Gates gates, @Nullable PCollectionView<Long> side) {
      this.gates = gates;
      this.side = side;
    }

    @GetInitialRestriction
    public OffsetRange all(@Element Integer split) {
      return new OffsetRange(0, Numbers.end(split));
    }

    @GetInitialWatermarkEstimatorState
    public Instant start() {
      return Numbers.bound(0);
    }

    @NewWatermarkEstimator
    public WatermarkEstimators.Manual estimator(@WatermarkEstimatorState Instant state) {
      return new WatermarkEstimators.Manual(state);
    }

    @ProcessElement
    public ProcessContinuation process(
        ProcessContext context,
        RestrictionTracker<OffsetRange, Long> tracker,
        ManualWatermarkEstimator<Instant> watermark) {
      int split = context.element();
      long added = side == null ? 0 : context.sideInput(side);
      long limit = gates.limit("main");
      for (long offset = tracker.currentRestriction().getFrom(); offset < limit; offset++) {
        if (!tracker.tryClaim(offset)) {
          return ProcessContinuation.stop();
        }
        context.outputWithTimestamp(
            Numbers.number(split, offset) + added, Numbers.timestamp(split, offset));
        watermark.setWatermark(Numbers.bound(offset + 1));
      }
      return ProcessContinuation.resume().withResumeDelay(PAUSE);
    }
  }

  @DoFn.BoundedPerElement
  private static final class Bounded extends ReadFn {
    Bounded(Gates gates, @Nullable PCollectionView<Long> side) {
      super(gates, side);
    }
  }

  @DoFn.UnboundedPerElement
  private static final class Unbounded extends ReadFn {
    Unbounded(Gates gates, @Nullable PCollectionView<Long> side) {
      super(gates, side);
    }
  }
}
