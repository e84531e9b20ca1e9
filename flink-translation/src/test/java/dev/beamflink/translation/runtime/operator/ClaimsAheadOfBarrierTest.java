package dev.beamflink.translation.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.translation.runtime.splittable.RestrictionSchedule;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Redistribute;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.splittabledofn.WatermarkEstimators;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.joda.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How many positions a restriction still claims when a barrier, or another mail, waits for the
 * task's thread. Each claim takes a millisecond, and a slice makes way after 10, so that the 11th
 * claim of a slice is the last one, or the next one if that is over.
 */
class ClaimsAheadOfBarrierTest {

  private static final int POSITIONS = 1000;
  private static final int CALL = 3;

  /** The claims of one call, which are those of one slice; static, as the DoFns are copied. */
  private static final class Claims {
    static Runnable passTime = () -> {};
    static Runnable mail = () -> {};
    static long mailAt;
    static long calls;
    static long inCall;
    static long behindMail;

    static void claimed() {
      inCall++;
      passTime.run();
      if (calls == CALL && inCall == mailAt) {
        mail.run();
      } else if (calls == CALL && inCall > mailAt) {
        behindMail++;
      }
    }

    static void run(RestrictionTracker<OffsetRange, Long> tracker) {
      calls++;
      inCall = 0;
      long position = tracker.currentRestriction().getFrom();
      while (tracker.tryClaim(position)) {
        position++;
        claimed();
      }
    }

    static void reset(long mailAt, Runnable passTime, Runnable mail) {
      Claims.mailAt = mailAt;
      Claims.passTime = passTime;
      Claims.mail = mail;
      calls = 0;
      behindMail = 0;
    }
  }

  @AfterEach
  void forgetTesters() {
    Claims.reset(0, () -> {}, () -> {});
  }

  @ParameterizedTest
  @CsvSource({"1, 10", "5, 6", "10, 1", "50, 1"})
  void restrictionMakesWay(long mailAt, long behind) throws Exception {
    try (SplittableTester tester =
        new SplittableTester(new Claiming(), RestrictionSchedule.Sliced.DEFAULT)) {
      Claims.reset(mailAt, () -> tester.passTime(1), tester::mail);
      tester.element("a " + POSITIONS, 20);
      tester.processingTime(1);
      assertEquals(behind, Claims.behindMail);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 10", "5, 6", "10, 1", "50, 1"})
  void restrictionWithSideInputsMakesWay(long mailAt, long behind) throws Exception {
    try (SideInputStageTester tester = new SideInputStageTester(pipeline()).open()) {
      Claims.reset(mailAt, () -> tester.passTime(1), tester::mail);
      tester.sideWatermark(1, Long.MAX_VALUE);
      tester.restriction(7, POSITIONS);
      tester.processingTime(1);
      assertEquals(behind, Claims.behindMail);
    }
  }

  private static Pipeline pipeline() {
    Pipeline pipeline = Pipeline.create();
    PCollectionView<Iterable<Integer>> view =
        numbers(pipeline, "Side").apply("View", View.asIterable());
    numbers(pipeline, "Main")
        .apply("Claim", ParDo.of(new ClaimingWithSideInput()).withSideInputs(view))
        .setCoder(StringUtf8Coder.of())
        .apply(Redistribute.arbitrarily());
    return pipeline;
  }

  private static PCollection<Integer> numbers(Pipeline pipeline, String name) {
    return pipeline
        .apply(name + " impulse", Impulse.create())
        .apply(name, ParDo.of(new Numbers()))
        .setCoder(VarIntCoder.of())
        .apply(name + " windows", SplittableSideInputStageOperatorTest.WINDOWS);
  }

  private static final class Numbers extends DoFn<byte[], Integer> {
    @ProcessElement
    public void process(OutputReceiver<Integer> out) {
      out.output(1);
    }
  }

  @DoFn.BoundedPerElement
  private static final class Claiming extends DoFn<String, String> {
    @GetInitialRestriction
    public OffsetRange all() {
      return new OffsetRange(0, POSITIONS);
    }

    @GetInitialWatermarkEstimatorState
    public Instant start(@Timestamp Instant timestamp) {
      return timestamp;
    }

    @NewWatermarkEstimator
    public WatermarkEstimators.Manual estimator(@WatermarkEstimatorState Instant state) {
      return new WatermarkEstimators.Manual(state);
    }

    @ProcessElement
    public void process(RestrictionTracker<OffsetRange, Long> tracker) {
      Claims.run(tracker);
    }
  }

  @DoFn.UnboundedPerElement
  private static final class ClaimingWithSideInput extends DoFn<Integer, String> {
    @GetInitialRestriction
    public OffsetRange all() {
      return new OffsetRange(0, POSITIONS);
    }

    @GetInitialWatermarkEstimatorState
    public Instant start(@Timestamp Instant timestamp) {
      return timestamp;
    }

    @NewWatermarkEstimator
    public WatermarkEstimators.Manual estimator(@WatermarkEstimatorState Instant state) {
      return new WatermarkEstimators.Manual(state);
    }

    @ProcessElement
    public ProcessContinuation process(RestrictionTracker<OffsetRange, Long> tracker) {
      Claims.run(tracker);
      return ProcessContinuation.stop();
    }
  }
}
