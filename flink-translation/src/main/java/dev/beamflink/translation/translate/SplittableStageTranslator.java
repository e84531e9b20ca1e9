package dev.beamflink.translation.translate;

import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.model.fuse.StageNode;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.payload.SdfProcess;
import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import dev.beamflink.translation.runtime.operator.SplittableStageOperatorFactory;
import dev.beamflink.translation.runtime.operator.SplittableStageSpec;
import dev.beamflink.translation.runtime.operator.StageOperatorSpec;
import dev.beamflink.translation.runtime.sharing.RestrictionSharing;
import dev.beamflink.translation.runtime.splittable.PendingRestrictionCoder;
import dev.beamflink.translation.runtime.splittable.RestrictionSchedule;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.transformations.PhysicalTransformation;

/**
 * Translates a stage whose root processes restrictions. The restrictions of one element may go
 * anywhere, so they are spread over all subtasks.
 *
 * <pre>
 *   [pair, split and size] ═round robin═▶ stage
 * </pre>
 */
final class SplittableStageTranslator {

  private final StageNode stage;
  private final TransformNode root;
  private final TranslationContext context;

  SplittableStageTranslator(StageNode stage, TranslationContext context) {
    this.stage = stage;
    this.root = context.graph().transform(stage.root());
    this.context = context;
  }

  /** Whether the stage's root processes restrictions, one by one. */
  static boolean applies(StageNode stage, TranslationContext context) {
    return hasRestrictions(stage, context)
        && context
            .settings()
            .userCode()
            .takesRestrictions(
                context.graph().transform(stage.root()),
                context.isBatch() ? PlanMode.BATCH : PlanMode.STREAMING);
  }

  /** Whether the stage's root processes restrictions. */
  static boolean hasRestrictions(StageNode stage, TranslationContext context) {
    return context.graph().transform(stage.root()).payload() instanceof SdfProcess;
  }

  SingleOutputStreamOperator<WindowedValue<Object>> translate(
      StageOperatorSpec spec, String name, TypeInformation<WindowedValue<Object>> type) {
    SingleOutputStreamOperator<WindowedValue<Object>> node =
        input()
            .transform(name, type, new SplittableStageOperatorFactory(spec, splittableSpec()))
            .setParallelism(context.settings().parallelism());
    forbidConcurrentAttempts((PhysicalTransformation<?>) node.getTransformation());
    return node;
  }

  /** Two attempts of one subtask would both give and get. */
  void forbidConcurrentAttempts(PhysicalTransformation<?> node) {
    if (sharing() != RestrictionSharing.NONE) {
      node.setSupportsConcurrentExecutionAttempts(false);
    }
  }

  /** The stage's input, spread over all subtasks. */
  DataStream<WindowedValue<Object>> input() {
    return StableInput.of(root, context).rebalance();
  }

  /**
   * How idle subtasks get restrictions of busy ones. One that is unbounded has no halves. In
   * STREAMING a subtask could end before it gets anything without a source that stays alive for it.
   */
  private RestrictionSharing sharing() {
    if (context.settings().parallelism() == 1 || !isBounded()) {
      return RestrictionSharing.NONE;
    }
    if (context.isBatch()) {
      return RestrictionSharing.BATCH;
    }
    return context.pendingWork().quietSpec(root).upstreamSources().isEmpty()
        ? RestrictionSharing.NONE
        : RestrictionSharing.STREAMING;
  }

  private boolean isBounded() {
    return root.outputs().values().stream()
        .allMatch(output -> context.graph().collection(output).bounded());
  }

  /** What the operator needs for restrictions. */
  SplittableStageSpec splittableSpec() {
    return new SplittableStageSpec(
        root.fullName(), coder(), schedule(), sharing(), context.pendingWork().quietSpec(root));
  }

  private RestrictionSchedule schedule() {
    return switch (sharing()) {
      case BATCH -> RestrictionSchedule.UntilMailComes.DEFAULT;
      case STREAMING -> RestrictionSchedule.Sliced.DEFAULT;
      case NONE ->
          context.isBatch()
              ? new RestrictionSchedule.ToTheEnd()
              : RestrictionSchedule.Sliced.DEFAULT;
    };
  }

  /** Made of the coder of the input, {@code KV<KV<element, KV<restriction, state>>, size>}. */
  private PendingRestrictionCoder coder() {
    KvCoder<Object, Object> pair = kvCoder(kvCoder(context.coder(stage.input())).getKeyCoder());
    KvCoder<Object, Object> restrictionAndState = kvCoder(pair.getValueCoder());
    return PendingRestrictionCoder.of(
        WindowedValueCoder.of(
            pair.getKeyCoder(), context.elementCoder(stage.input()).windowCoder()),
        restrictionAndState.getKeyCoder(),
        restrictionAndState.getValueCoder());
  }

  @SuppressWarnings("unchecked") // translators don't care what the parts are
  private KvCoder<Object, Object> kvCoder(Coder<?> coder) {
    if (coder instanceof KvCoder<?, ?> kvCoder) {
      return (KvCoder<Object, Object>) kvCoder;
    }
    throw new IllegalStateException(
        "Transform '%s' (%s) has an input that is not made of elements and restrictions (found coder %s): a bug of the runner"
            .formatted(root.fullName(), root.urn(), context.coder(stage.input())));
  }
}
