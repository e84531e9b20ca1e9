package dev.beamflink.model.rewrite;

import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.parse.GraphParser;
import dev.beamflink.model.payload.ParDo;
import dev.beamflink.model.payload.SdfPairWithRestriction;
import dev.beamflink.model.payload.SdfProcess;
import dev.beamflink.model.payload.SdfSplitAndSize;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.model.pipeline.v1.RunnerApi.ParDoPayload;
import org.apache.beam.sdk.util.construction.graph.SplittableParDoExpander;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;

/**
 * Expands each ParDo of a splittable DoFn:
 *
 * <pre>
 *   ParDo 'X'  =&gt;  'X/PairWithRestriction' -&gt; 'X/SplitAndSize' -&gt; 'X/Process'
 * </pre>
 *
 * <p>The parts come from Beam's own expander. They are applied one by one, each to the outcome of
 * the one before: {@code ProtoOverrides.updateTransform} gives all of them the original components,
 * so two splittable ParDos of one PCollection, or of one coder, get the same new ids and the second
 * replaces the first's. The names are ours, because restrictions in savepoints are found by them.
 *
 * <p>Of a ParDo that requires stable input only the last part does: what the others answer is part
 * of its input.
 */
final class ExpandSplittableRewrite implements GraphRewrite {
  private static final Map<String, String> NAMES =
      Map.of(
          SdfPairWithRestriction.URN, "PairWithRestriction",
          SdfSplitAndSize.URN, "SplitAndSize",
          SdfProcess.URN, "Process");

  @Override
  public PipelineGraph apply(PipelineGraph graph) {
    RunnerApi.Components.Builder components = graph.components().toBuilder();
    boolean expanded = false;
    for (TransformNode transform : graph.transformsWith(ParDo.class)) {
      if (transform.payload() instanceof ParDo parDo && parDo.splittable()) {
        expand(transform, components);
        expanded = true;
      }
    }
    return expanded
        ? GraphParser.parse(graph.toProto().toBuilder().setComponents(components).build())
        : graph;
  }

  private static void expand(TransformNode transform, RunnerApi.Components.Builder components) {
    String id = transform.id().value();
    RunnerApi.MessageWithComponents expansion =
        Objects.requireNonNull(
            SplittableParDoExpander.createSizedReplacement().getReplacement(id, components),
            transform::fullName);
    components.mergeFrom(expansion.getComponents());
    components.putTransforms(id, expansion.getPtransform());
    expansion
        .getComponents()
        .getTransformsMap()
        .forEach((partId, part) -> components.putTransforms(partId, renamed(part, transform)));
  }

  private static PTransform renamed(PTransform part, TransformNode parent) {
    String urn = part.getSpec().getUrn();
    String name = Objects.requireNonNull(NAMES.get(urn), part::getUniqueName);
    PTransform.Builder renamed = part.toBuilder().setUniqueName(parent.fullName() + "/" + name);
    if (!urn.equals(SdfProcess.URN)) {
      dropStableInput(renamed);
    }
    return renamed.build();
  }

  private static void dropStableInput(PTransform.Builder part) {
    try {
      ParDoPayload payload = ParDoPayload.parseFrom(part.getSpec().getPayload());
      part.getSpecBuilder()
          .setPayload(payload.toBuilder().setRequiresStableInput(false).build().toByteString());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(
          "Transform '%s' (%s) has a payload that was read before and can't be now: a bug of the runner"
              .formatted(part.getUniqueName(), part.getSpec().getUrn()),
          e);
    }
  }
}
