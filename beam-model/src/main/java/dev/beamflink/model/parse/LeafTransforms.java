package dev.beamflink.model.parse;

import dev.beamflink.model.payload.AssignWindows;
import dev.beamflink.model.payload.CombinePerKey;
import dev.beamflink.model.payload.Flatten;
import dev.beamflink.model.payload.GroupByKey;
import dev.beamflink.model.payload.Impulse;
import dev.beamflink.model.payload.ParDo;
import dev.beamflink.model.payload.Read;
import dev.beamflink.model.payload.Redistribute;
import dev.beamflink.model.payload.Reshuffle;
import dev.beamflink.model.payload.SdfPairWithRestriction;
import dev.beamflink.model.payload.SdfProcess;
import dev.beamflink.model.payload.SdfSplitAndSize;
import dev.beamflink.model.payload.SdfTruncate;
import dev.beamflink.model.payload.TestStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;

/**
 * Finds the transforms of a pipeline that are executed: going down from the roots, the first ones
 * that the runner knows how to run, and those that cannot be taken apart further.
 *
 * <p>The order is that of the SDK, which lists producers before consumers.
 */
final class LeafTransforms {
  private static final Set<String> ALWAYS_LEAVES =
      Set.of(
          AssignWindows.URN,
          Flatten.URN,
          GroupByKey.URN,
          Impulse.URN,
          ParDo.URN,
          Redistribute.ARBITRARILY_URN,
          Redistribute.BY_KEY_URN,
          Reshuffle.URN,
          SdfPairWithRestriction.URN,
          SdfProcess.URN,
          SdfSplitAndSize.URN,
          SdfTruncate.URN,
          TestStream.URN);

  private final RunnerApi.Components components;
  private final Map<String, PTransform> leaves = new LinkedHashMap<>();

  private LeafTransforms(RunnerApi.Components components) {
    this.components = components;
  }

  /**
   * Returns the transforms to be executed by id.
   *
   * @param pipeline a pipeline whose references are sound
   */
  static Map<String, PTransform> of(RunnerApi.Pipeline pipeline) {
    LeafTransforms found = new LeafTransforms(pipeline.getComponents());
    found.descend(pipeline.getRootTransformIdsList());
    return found.leaves;
  }

  private void descend(List<String> ids) {
    for (String id : ids) {
      PTransform transform = components.getTransformsOrThrow(id);
      if (runsAsAWhole(transform)) {
        leaves.put(id, transform);
      } else if (transform.getSubtransformsCount() > 0) {
        descend(transform.getSubtransformsList());
      } else if (!isEmptyComposite(transform)) {
        leaves.put(id, transform);
      }
    }
  }

  private static boolean runsAsAWhole(PTransform transform) {
    String urn = transform.getSpec().getUrn();
    return switch (urn) {
      // With side inputs, the composite must be expanded: our operator has none.
      case CombinePerKey.URN -> transform.getInputsCount() == 1 && transform.getOutputsCount() == 1;
      case Read.URN -> PayloadParser.isJavaSource(transform.getSpec());
      default -> ALWAYS_LEAVES.contains(urn);
    };
  }

  /**
   * Whether nothing happens in a transform without subtransforms: what it returns was given to it.
   * One that returns nothing at all might be a sink, unless it has no URN either.
   */
  private static boolean isEmptyComposite(PTransform transform) {
    boolean returnsItsInputs =
        transform.getInputsMap().values().containsAll(transform.getOutputsMap().values());
    return returnsItsInputs
        && (transform.getOutputsCount() > 0 || transform.getSpec().getUrn().isEmpty());
  }
}
