package dev.beamflink.translation.translate;

import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import dev.beamflink.translation.runtime.group.Reduction;
import dev.beamflink.translation.runtime.group.lift.BatchLiftedCombineOperatorFactory;
import dev.beamflink.translation.runtime.group.lift.LiftSpec;
import dev.beamflink.translation.runtime.group.lift.StreamingLiftedCombineOperatorFactory;
import java.util.Set;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.Combine.CombineFn;
import org.apache.beam.sdk.transforms.CombineFnBase.GlobalCombineFn;
import org.apache.beam.sdk.transforms.windowing.AfterAll;
import org.apache.beam.sdk.transforms.windowing.AfterEach;
import org.apache.beam.sdk.transforms.windowing.AfterFirst;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.Never;
import org.apache.beam.sdk.transforms.windowing.OrFinallyTrigger;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.transforms.windowing.Trigger;
import org.apache.beam.sdk.values.WindowingStrategy;

/**
 * Translates a Combine per key to one that combines on both sides of the exchange.
 *
 * <pre>
 *   input ─▶ combine values ═by key═▶ group, merging accumulators ─▶ output
 * </pre>
 */
final class CombineLifting {

  /** Those that look at event time, and those that only look at others. */
  private static final Set<Class<? extends Trigger>> EVENT_TIME_TRIGGERS =
      Set.of(
          DefaultTrigger.class,
          Never.NeverTrigger.class,
          AfterWatermark.FromEndOfWindow.class,
          AfterWatermark.AfterWatermarkEarlyAndLate.class,
          AfterAll.class,
          AfterEach.class,
          AfterFirst.class,
          OrFinallyTrigger.class,
          Repeatedly.class);

  private CombineLifting() {}

  /**
   * Whether nobody can tell. That is so where panes depend on no more than the keys, windows and
   * timestamps of elements: not on their number or arrival. And windows must be what they will be.
   * In STREAMING an accumulator must not hold the watermark while it waits for the end of its
   * window.
   */
  static boolean isPossible(
      GlobalCombineFn<?, ?, ?> fn, WindowingStrategy<?, ?> windowing, boolean batch) {
    return fn instanceof CombineFn
        && !windowing.needsMerge()
        && (batch || windowing.getTimestampCombiner() == TimestampCombiner.END_OF_WINDOW)
        && dependsOnEventTimeOnly(windowing.getTrigger());
  }

  private static boolean dependsOnEventTimeOnly(Trigger trigger) {
    return EVENT_TIME_TRIGGERS.contains(trigger.getClass())
        && trigger.subTriggers().stream().allMatch(CombineLifting::dependsOnEventTimeOnly);
  }

  static void translate(
      TransformNode transform,
      CombineFn<Object, Object, Object> fn,
      Coder<Object> accumulatorCoder,
      TranslationContext context) {
    WindowedValueCoder<Object> elementCoder =
        KeyedStreams.elementCoder(accumulatorCoder, transform, context);
    LiftSpec spec =
        new LiftSpec(
            KeyedStreams.encoder(transform, context),
            fn,
            context.windowing(transform.mainInput()).getTimestampCombiner(),
            elementCoder);
    Reduction reduction = new Reduction.Merging(fn, accumulatorCoder);
    if (context.isBatch()) {
      GroupStreams.groupSorted(
          transform,
          reduction,
          KeyedStreams.pairs(transform, () -> new BatchLiftedCombineOperatorFactory(spec), context),
          elementCoder,
          context);
    } else {
      GroupStreams.groupKeyed(
          transform,
          reduction,
          KeyedStreams.keyed(
              transform,
              new StreamingLiftedCombineOperatorFactory(spec),
              elementCoder,
              context.stream(transform.mainInput()),
              context),
          context);
    }
  }
}
