package dev.beamflink.translation.translate;

import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.payload.ParDoLike;
import dev.beamflink.model.payload.SdfProcess;
import dev.beamflink.model.problem.InvalidPipelineException;
import dev.beamflink.model.problem.Problem;
import dev.beamflink.translation.runtime.stable.StableInputOperatorFactory;
import dev.beamflink.translation.runtime.stable.StableInputSpec;
import java.util.List;
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

  /**
   * The main input of a transform, stable if it asks for that.
   *
   * @throws InvalidPipelineException when nothing could make it so
   */
  static DataStream<WindowedValue<Object>> of(TransformNode transform, TranslationContext context) {
    CollectionId id = transform.mainInput();
    DataStream<WindowedValue<Object>> input = context.stream(id);
    if (!(transform.payload() instanceof ParDoLike parDo) || !parDo.requiresStableInput()) {
      return input;
    }
    if (context.isBatch()) {
      boolean isExchanged = parDo.stateful() || parDo instanceof SdfProcess;
      return isExchanged ? input : input.rebalance();
    }
    checkCheckpoints(transform, context);
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

  private static String name(TransformNode transform) {
    return transform.fullName() + " (stable input)";
  }

  private static void checkCheckpoints(TransformNode transform, TranslationContext context) {
    if (TestStreamDrive.applies(context.graph())) {
      throw refused(
          transform,
          "but the steps of the pipeline's TestStream wait for none",
          "Test the transform with other sources and --checkpointingInterval");
    }
    if (!context.environment().getCheckpointConfig().isCheckpointingEnabled()) {
      throw refused(transform, "but the job takes none", "Set --checkpointingInterval");
    }
  }

  private static InvalidPipelineException refused(
      TransformNode transform, String why, String whatToDo) {
    return new InvalidPipelineException(
        List.of(
            Problem.ofTransform(
                transform.fullName(),
                transform.urn(),
                "asks for stable input (@RequiresStableInput), which a streaming job has from its"
                    + " checkpoints, "
                    + why,
                whatToDo)));
  }
}
