package dev.beamflink.translation.translate;

import dev.beamflink.model.fuse.StageNode;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.payload.ParDoLike;
import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.element.KeyedElement;
import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import dev.beamflink.translation.runtime.keyed.BatchOrder;
import dev.beamflink.translation.runtime.operator.KeyedStageOperatorFactory;
import dev.beamflink.translation.runtime.operator.KeyedStageSpec;
import dev.beamflink.translation.runtime.operator.StageOperatorSpec;
import dev.beamflink.translation.runtime.timer.TimerStrategy;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.jspecify.annotations.Nullable;

/**
 * Translates a stage whose root has state or timers.
 *
 * <pre>
 *   input ─▶ encode-key ═keyBy═▶ stage
 * </pre>
 */
final class KeyedStageTranslator {

  private final StageNode stage;
  private final TransformNode root;
  private final TranslationContext context;

  KeyedStageTranslator(StageNode stage, TranslationContext context) {
    this.stage = stage;
    this.root = context.graph().transform(stage.root());
    this.context = context;
  }

  /** Whether the stage's root has state or timers. */
  static boolean applies(StageNode stage, TranslationContext context) {
    return context.graph().transform(stage.root()).payload() instanceof ParDoLike parDo
        && parDo.stateful();
  }

  SingleOutputStreamOperator<WindowedValue<Object>> translate(
      StageOperatorSpec spec, String name, TypeInformation<WindowedValue<Object>> type) {
    return input()
        .transform(name, type, new KeyedStageOperatorFactory(spec, keyedSpec()))
        .setParallelism(context.settings().parallelism());
  }

  /**
   * The stage's input by key. In BATCH the elements of a key come in the order they were made in,
   * or of their timestamps where the DoFn asks for it.
   */
  KeyedStream<KeyedElement<Object>, EncodedKey> input() {
    return KeyedStreams.keyed(root, order(), context);
  }

  private BatchOrder order() {
    if (!context.isBatch()) {
      return BatchOrder.NONE;
    }
    return requiresTimeSortedInput() ? BatchOrder.EVENT_TIME : BatchOrder.ARRIVAL;
  }

  /** What the operator needs for keys, state and timers. */
  KeyedStageSpec keyedSpec() {
    return new KeyedStageSpec(
        root.fullName(),
        KeyedStreams.kvCoder(root, context).getKeyCoder(),
        KeyedStreams.kvCoder(root, context).getValueCoder(),
        context.elementCoder(stage.input()).windowCoder(),
        context.windowing(stage.input()).getAllowedLateness(),
        context.isBatch() ? TimerStrategy.BATCH : TimerStrategy.STREAMING,
        sortedInput(),
        context.pendingWork().quietSpec(root));
  }

  /** In BATCH the exchange sorts. */
  private @Nullable WindowedValueCoder<Object> sortedInput() {
    return !context.isBatch() && requiresTimeSortedInput() ? elementCoder() : null;
  }

  /** The coder of the stage's input without its keys. */
  WindowedValueCoder<Object> elementCoder() {
    return WindowedValueCoder.of(
        KeyedStreams.kvCoder(root, context).getValueCoder(),
        context.elementCoder(stage.input()).windowCoder());
  }

  private boolean requiresTimeSortedInput() {
    return root.payload() instanceof ParDoLike parDo && parDo.requiresTimeSortedInput();
  }
}
