package dev.beamflink.translation.translate;

import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.payload.ParDoLike;
import dev.beamflink.model.payload.SdfProcess;
import dev.beamflink.translation.runtime.stable.StableInputOperatorFactory;
import dev.beamflink.translation.runtime.stable.StableInputSpec;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Gives a transform that asks for stable input ({@code @RequiresStableInput}) elements that are the
 * same when they are processed again after a failure.
 *
 * <pre>
 *   STREAMING   producer ─▶ stable input ─▶ ...     elements wait for a checkpoint
 *   BATCH       producer ═exchange═▶ ...            which is blocking: it keeps what it has
 * </pre>
 *
 * The node belongs to the transform, whose stage has nothing before it: its uid is made of the
 * transform's name, as the stage's is.
 */
final class StableInput {

  private static final String ROLE = "stable-input";

  private StableInput() {}

  /** The main input of a transform, stable if it asks for that. */
  static DataStream<WindowedValue<Object>> of(TransformNode transform, TranslationContext context) {
    CollectionId id = transform.mainInput();
    DataStream<WindowedValue<Object>> input = context.stream(id);
    if (!isRequiredBy(transform)) {
      return input;
    }
    if (context.isBatch()) {
      return isExchanged(transform) ? input : input.rebalance();
    }
    return Uids.assign(
        input.transform(
            name(transform),
            context.type(id),
            new StableInputOperatorFactory(
                new StableInputSpec(
                    transform.fullName(),
                    context.elementCoder(id),
                    context.pendingWork().stableInputQuietSpec(transform)))),
        Uids.of(transform.fullName(), ROLE),
        name(transform),
        context.consumerParallelism(id));
  }

  static boolean isRequiredBy(TransformNode transform) {
    return transform.payload() instanceof ParDoLike parDo && parDo.requiresStableInput();
  }

  private static boolean isExchanged(TransformNode transform) {
    return transform.payload() instanceof SdfProcess
        || (transform.payload() instanceof ParDoLike parDo && parDo.stateful());
  }

  private static String name(TransformNode transform) {
    return transform.fullName() + " (stable input)";
  }
}
