package dev.beamflink.model.golden;

import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.values.KV;

/** DoFns of the kinds that plans differ by; what they do with elements does not matter here. */
final class DoFns {
  private DoFns() {}

  /** Emits what it gets. */
  static final class Same<T> extends DoFn<T, T> {
    @ProcessElement
    public void process(@Element T element, OutputReceiver<T> output) {
      output.output(element);
    }
  }

  /** Splits lines to words. */
  static final class Split extends DoFn<String, String> {
    @ProcessElement
    public void process(@Element String line, OutputReceiver<String> words) {
      for (String word : line.split(" ", -1)) {
        words.output(word);
      }
    }
  }

  /** Has a state and a timer. */
  static final class CountPerKey extends DoFn<KV<String, Integer>, KV<String, Integer>> {
    @StateId("count")
    private final StateSpec<ValueState<Integer>> count = StateSpecs.value(VarIntCoder.of());

    @TimerId("expiry")
    private final TimerSpec expiry = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @ProcessElement
    public void process(
        @Element KV<String, Integer> element,
        @StateId("count") ValueState<Integer> count,
        OutputReceiver<KV<String, Integer>> output) {
      output.output(element);
    }

    @OnTimer("expiry")
    public void expire() {}
  }

  /** Needs its input in the order of time. */
  static final class InOrder extends DoFn<KV<String, Integer>, KV<String, Integer>> {
    @StateId("last")
    private final StateSpec<ValueState<Integer>> last = StateSpecs.value(VarIntCoder.of());

    @RequiresTimeSortedInput
    @ProcessElement
    public void process(
        @Element KV<String, Integer> element, OutputReceiver<KV<String, Integer>> output) {
      output.output(element);
    }
  }

  /** Needs the same input when it is retried. */
  static final class Commit<T> extends DoFn<T, T> {
    @RequiresStableInput
    @ProcessElement
    public void process(@Element T element, OutputReceiver<T> output) {
      output.output(element);
    }
  }

  /** Splittable, ends. */
  @DoFn.BoundedPerElement
  static final class Ranges extends DoFn<String, Long> {
    @GetInitialRestriction
    public OffsetRange range(@Element String element) {
      return new OffsetRange(0, element.length());
    }

    @ProcessElement
    public void process(
        RestrictionTracker<OffsetRange, Long> tracker, OutputReceiver<Long> output) {
      for (long i = tracker.currentRestriction().getFrom(); tracker.tryClaim(i); i++) {
        output.output(i);
      }
    }
  }

  /** Splittable, may go on for ever. */
  @DoFn.UnboundedPerElement
  static final class Ticks extends DoFn<byte[], Long> {
    @GetInitialRestriction
    public OffsetRange range() {
      return new OffsetRange(0, Long.MAX_VALUE);
    }

    @ProcessElement
    public ProcessContinuation process(
        RestrictionTracker<OffsetRange, Long> tracker, OutputReceiver<Long> output) {
      return tracker.tryClaim(tracker.currentRestriction().getFrom())
          ? ProcessContinuation.resume()
          : ProcessContinuation.stop();
    }
  }
}
