package dev.beamflink.translation.runtime.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.stage.SplittableRoot.Residual;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.DoFn.BoundedPerElement;
import org.apache.beam.sdk.transforms.DoFn.UnboundedPerElement;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.splittabledofn.ManualWatermarkEstimator;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.splittabledofn.WatermarkEstimators;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class SplittableStepsTest {

  private static final IntervalWindow FIRST = new IntervalWindow(new Instant(0), new Instant(10));
  private static final IntervalWindow SECOND = new IntervalWindow(new Instant(10), new Instant(20));

  private final Pipeline pipeline = Pipeline.create();
  private final PCollection<String> words =
      pipeline
          .apply(Impulse.create())
          .apply("Words", MapElements.into(TypeDescriptors.strings()).via(unused -> "abcd"));

  @Test
  void elementsBecomeSizedParts() {
    words.apply("Letters", ParDo.of(new Letters())).setCoder(StringUtf8Coder.of());
    StageUnderTest stage =
        new StageUnderTest(pipeline, node -> node.id().value().startsWith("Words"));
    stage.run(WindowedValues.timestampedValueInGlobalWindow(new byte[0], new Instant(3)));
    assertEquals(
        List.of(sized("abcd", 0, 2, new Instant(3)), sized("abcd", 2, 4, new Instant(3))),
        stage.outputValues());
    assertEquals(new Instant(3), stage.output().get(0).getTimestamp());
  }

  @Test
  void windowIsSeenByItselfWhereItIsObserved() {
    PCollection<String> windowed = words.apply(Window.into(FixedWindows.of(Duration.millis(10))));
    windowed.apply("Windows", ParDo.of(new WindowNames())).setCoder(StringUtf8Coder.of());
    StageUnderTest stage = process("Windows");
    List<RestrictedElement> parts =
        stage
            .executor()
            .splittableRoot()
            .unpack(
                WindowedValues.of(
                    KV.of(KV.of("w", KV.of(new OffsetRange(0, 1), null)), 1.0),
                    new Instant(5),
                    List.of(FIRST, SECOND),
                    PaneInfo.NO_FIRING));
    assertEquals(
        List.of(List.of(FIRST), List.of(SECOND)),
        parts.stream().map(part -> List.copyOf(part.element().getWindows())).toList());
  }

  @Test
  void elementStaysWholeWhereNoWindowIsObserved() {
    words.apply("Letters", ParDo.of(new Letters())).setCoder(StringUtf8Coder.of());
    WindowedValue<?> input =
        WindowedValues.of(
            sized("ab", 0, 2, new Instant(5)),
            new Instant(5),
            List.of(GlobalWindow.INSTANCE),
            PaneInfo.NO_FIRING);
    List<RestrictedElement> parts = process("Letters").executor().splittableRoot().unpack(input);
    assertEquals(List.of(part("ab", 0, 2, 5)), parts);
  }

  @Test
  void firstClaimOfACallIsTold() {
    StageUnderTest stage = letters();
    List<String> calls = new ArrayList<>();
    assertNull(process(stage, part("abcd", 0, 2, 5), writing(calls)));
    assertEquals(List.of("first", "claim", "claim"), calls);
  }

  @Test
  void runsToTheEndWithoutLimit() {
    StageUnderTest stage = letters();
    assertNull(process(stage, part("abcd", 0, 4, 5), SplitLimit.NONE));
    assertEquals(List.of("a", "b", "c", "d"), stage.outputValues());
    assertEquals(new Instant(5), stage.output().get(0).getTimestamp());
  }

  @Test
  void restIsSplitOffAfterAnOutput() {
    StageUnderTest stage = letters();
    Residual residual = process(stage, part("abcd", 0, 4, 5), afterOutputs(2));
    assertEquals(List.of("a", "b"), stage.outputValues());
    assertNotNull(residual);
    assertEquals(new OffsetRange(2, 4), residual.rest().restriction());
    assertEquals(Duration.ZERO, residual.resumeDelay());
    assertNull(process(stage, residual.rest(), SplitLimit.NONE));
    assertEquals(List.of("a", "b", "c", "d"), stage.outputValues());
  }

  @Test
  void restIsSplitOffAtAClaim() {
    StageUnderTest stage = letters();
    Residual residual = process(stage, part("abcd", 0, 4, 5), atClaim(1));
    assertEquals(List.of("a"), stage.outputValues());
    assertNotNull(residual);
    assertEquals(new OffsetRange(1, 4), residual.rest().restriction());
  }

  @Test
  void nothingIsLeftWhenTheLimitIsReachedAtTheEnd() {
    assertNull(process(letters(), part("ab", 0, 2, 5), afterOutputs(2)));
  }

  @Test
  void resumedRestWaitsAndKeepsTheWatermark() {
    words.apply("Clock", ParDo.of(new Ticks())).setCoder(StringUtf8Coder.of());
    StageUnderTest stage = process("Clock");
    RestrictedElement all =
        new RestrictedElement(element("t", 5), new OffsetRange(0, 3), new Instant(5));
    Residual residual = process(stage, all, SplitLimit.NONE);
    assertNotNull(residual);
    assertEquals(new OffsetRange(1, 3), residual.rest().restriction());
    assertEquals(Duration.standardSeconds(7), residual.resumeDelay());
    assertEquals(new Instant(100), residual.watermark());
    assertEquals(new Instant(100), residual.rest().estimatorState());
  }

  @Test
  void drainFinishesBoundedAndDropsUnbounded() {
    SplittableRoot bounded = letters().executor().splittableRoot();
    RestrictedElement part = part("abcd", 1, 4, 5);
    RestrictedElement rest = bounded.truncate(part);
    assertNotNull(rest);
    assertEquals(part.restriction(), rest.restriction());
    assertEquals(CausedByDrain.CAUSED_BY_DRAIN, rest.element().causedByDrain());

    words.apply("Forever", ParDo.of(new Forever())).setCoder(StringUtf8Coder.of());
    SplittableRoot unbounded = process("Forever").executor().splittableRoot();
    assertNull(unbounded.truncate(part("x", 0, Long.MAX_VALUE, 5)));
  }

  @Test
  void failureNamesTheTransformAndKeepsTheUsersException() {
    words.apply("Bad", ParDo.of(new Unfaithful())).setCoder(StringUtf8Coder.of());
    TransformFailedException failure =
        assertThrows(
            TransformFailedException.class,
            () -> process(process("Bad"), part("boom", 0, 4, 5), SplitLimit.NONE));
    assertTrue(failure.transformName().startsWith("Bad/"), failure.transformName());
    assertInstanceOf(ArithmeticException.class, failure.getCause());
  }

  @Test
  void unfinishedRestrictionIsAFailure() {
    words.apply("Bad", ParDo.of(new Unfaithful())).setCoder(StringUtf8Coder.of());
    TransformFailedException failure =
        assertThrows(
            TransformFailedException.class,
            () -> process(process("Bad"), part("stop", 0, 4, 5), SplitLimit.NONE));
    assertTrue(
        String.valueOf(failure.getMessage()).contains("No work was claimed"), failure.getMessage());
  }

  @Test
  void resumeAfterAFailedClaimIsAFailure() {
    words.apply("Bad", ParDo.of(new Unfaithful())).setCoder(StringUtf8Coder.of());
    TransformFailedException failure =
        assertThrows(
            TransformFailedException.class,
            () -> process(process("Bad"), part("resume", 0, 4, 5), SplitLimit.NONE));
    assertTrue(
        String.valueOf(failure.getMessage()).contains("must return stop()"), failure.getMessage());
  }

  private StageUnderTest letters() {
    PCollection<String> letters =
        words.apply("Letters", ParDo.of(new Letters())).setCoder(StringUtf8Coder.of());
    // Ends the stage, so that what leaves it can be looked at.
    PCollectionList.of(letters).and(letters).apply(Flatten.pCollections());
    return process("Letters");
  }

  private StageUnderTest process(String transform) {
    return new StageUnderTest(
        pipeline,
        node -> node.id().value().startsWith(transform) && node.id().value().endsWith("/Process"));
  }

  private static Residual process(StageUnderTest stage, RestrictedElement part, SplitLimit limit) {
    stage.executor().startBundle();
    List<Residual> left = stage.executor().splittableRoot().process(part, limit);
    stage.executor().finishBundle();
    return left.isEmpty() ? null : left.get(0);
  }

  private static RestrictedElement part(String word, long from, long to, long millis) {
    return new RestrictedElement(
        element(word, millis), new OffsetRange(from, to), new Instant(millis));
  }

  private static WindowedValue<Object> element(String word, long millis) {
    return WindowedValues.timestampedValueInGlobalWindow(word, new Instant(millis));
  }

  private static KV<?, Double> sized(String word, long from, long to, Object state) {
    return KV.of(KV.of(word, KV.of(new OffsetRange(from, to), state)), (double) (to - from));
  }

  private static SplitLimit writing(List<String> calls) {
    return new SplitLimit() {
      @Override
      public void claimsFirst() {
        calls.add("first");
      }

      @Override
      public boolean reachedAtClaim() {
        calls.add("claim");
        return false;
      }

      @Override
      public boolean reachedAtOutput() {
        return false;
      }
    };
  }

  private static SplitLimit afterOutputs(int limit) {
    return new SplitLimit() {
      private int outputs;

      @Override
      public boolean reachedAtClaim() {
        return false;
      }

      @Override
      public boolean reachedAtOutput() {
        return ++outputs >= limit;
      }
    };
  }

  private static SplitLimit atClaim(int limit) {
    return new SplitLimit() {
      private int claims;

      @Override
      public boolean reachedAtClaim() {
        return ++claims >= limit;
      }

      @Override
      public boolean reachedAtOutput() {
        return false;
      }
    };
  }

  @BoundedPerElement
  private static final class Letters extends DoFn<String, String> {

    @GetInitialRestriction
    public OffsetRange all(@Element String word) {
      return new OffsetRange(0, word.length());
    }

    @GetInitialWatermarkEstimatorState
    public Instant start(@Timestamp Instant timestamp) {
      return timestamp;
    }

    @NewWatermarkEstimator
    public WatermarkEstimators.MonotonicallyIncreasing estimator(
        @WatermarkEstimatorState Instant state) {
      return new WatermarkEstimators.MonotonicallyIncreasing(state);
    }

    @SplitRestriction
    public void halves(@Restriction OffsetRange range, OutputReceiver<OffsetRange> halves) {
      for (OffsetRange half : range.split(Math.max(1, range.getTo() / 2), 1)) {
        halves.output(half);
      }
    }

    @ProcessElement
    public void process(
        @Element String word,
        RestrictionTracker<OffsetRange, Long> tracker,
        OutputReceiver<String> out) {
      for (long i = tracker.currentRestriction().getFrom(); tracker.tryClaim(i); i++) {
        out.output(word.substring((int) i, (int) i + 1));
      }
    }
  }

  @BoundedPerElement
  private static final class WindowNames extends DoFn<String, String> {

    @GetInitialRestriction
    public OffsetRange all() {
      return new OffsetRange(0, 1);
    }

    @ProcessElement
    public void process(
        BoundedWindow window,
        RestrictionTracker<OffsetRange, Long> tracker,
        OutputReceiver<String> out) {
      if (tracker.tryClaim(0L)) {
        out.output(window.toString());
      }
    }
  }

  @UnboundedPerElement
  private static final class Ticks extends DoFn<String, String> {

    @GetInitialRestriction
    public OffsetRange all() {
      return new OffsetRange(0, Long.MAX_VALUE);
    }

    @GetInitialWatermarkEstimatorState
    public Instant start(@Timestamp Instant timestamp) {
      return timestamp;
    }

    @NewWatermarkEstimator
    public ManualWatermarkEstimator<Instant> estimator(@WatermarkEstimatorState Instant state) {
      return new WatermarkEstimators.Manual(state);
    }

    @ProcessElement
    public ProcessContinuation process(
        RestrictionTracker<OffsetRange, Long> tracker,
        ManualWatermarkEstimator<Instant> watermark) {
      if (!tracker.tryClaim(tracker.currentRestriction().getFrom())) {
        return ProcessContinuation.stop();
      }
      watermark.setWatermark(new Instant(100));
      return ProcessContinuation.resume().withResumeDelay(Duration.standardSeconds(7));
    }
  }

  @UnboundedPerElement
  private static final class Forever extends DoFn<String, String> {

    @GetInitialRestriction
    public OffsetRange all() {
      return new OffsetRange(0, Long.MAX_VALUE);
    }

    @NewTracker
    public RestrictionTracker<OffsetRange, Long> tracker(@Restriction OffsetRange range) {
      return new org.apache.beam.sdk.transforms.splittabledofn.GrowableOffsetRangeTracker(
          range.getFrom(), range::getTo);
    }

    @ProcessElement
    public ProcessContinuation process(RestrictionTracker<OffsetRange, Long> tracker) {
      return ProcessContinuation.resume();
    }
  }

  /** Breaks the rules as its element says. */
  private static final class Unfaithful extends DoFn<String, String> {

    @GetInitialRestriction
    public OffsetRange all() {
      return new OffsetRange(0, 4);
    }

    @ProcessElement
    public ProcessContinuation process(
        @Element String rule, RestrictionTracker<OffsetRange, Long> tracker) {
      switch (rule) {
        case "boom" -> throw new ArithmeticException("user code");
        case "stop" -> {
          return ProcessContinuation.stop();
        }
        default -> {
          for (long i = 0; tracker.tryClaim(i); i++) {}
          return ProcessContinuation.resume();
        }
      }
    }
  }
}
