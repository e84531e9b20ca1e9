package dev.beamflink.translation.runtime.harness;

import dev.beamflink.model.payload.Flatten;
import dev.beamflink.model.payload.ParDo;
import dev.beamflink.model.payload.SdfPairWithRestriction;
import dev.beamflink.model.payload.SdfProcess;
import dev.beamflink.model.payload.SdfSplitAndSize;
import dev.beamflink.model.payload.SdfTruncate;
import dev.beamflink.model.payload.Transcode;
import dev.beamflink.translation.runtime.stage.StageSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.model.pipeline.v1.RunnerApi.Components;
import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.model.pipeline.v1.RunnerApi.ParDoPayload;
import org.apache.beam.sdk.util.construction.graph.ExecutableStage;
import org.apache.beam.sdk.util.construction.graph.ImmutableExecutableStage;
import org.apache.beam.sdk.util.construction.graph.PipelineNode;
import org.apache.beam.sdk.util.construction.graph.PipelineNode.PCollectionNode;
import org.apache.beam.sdk.util.construction.graph.PipelineNode.PTransformNode;
import org.apache.beam.sdk.util.construction.graph.SideInputReference;
import org.apache.beam.sdk.util.construction.graph.TimerReference;
import org.apache.beam.sdk.util.construction.graph.UserStateReference;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;

/** Stages of ours as Beam's Fn API libraries know them. */
final class ExecutableStages {

  /** What has the payload of a ParDo. */
  private static final Set<String> SIDE_INPUT_READERS =
      Set.of(
          ParDo.URN,
          SdfPairWithRestriction.URN,
          SdfSplitAndSize.URN,
          SdfTruncate.URN,
          SdfProcess.URN);

  private ExecutableStages() {}

  /** A stage whose transforms are all of one environment. */
  static ExecutableStage of(StageSpec spec) {
    Components components = spec.components();
    List<PTransformNode> transforms = new ArrayList<>();
    for (String id : spec.transformIds()) {
      transforms.add(PipelineNode.pTransform(id, known(components.getTransformsOrThrow(id))));
    }
    return ImmutableExecutableStage.of(
        components,
        environment(spec),
        collection(components, spec.inputId()),
        sideInputs(components, transforms),
        userStates(components, spec.inputId(), transforms.get(0)),
        timers(transforms.get(0)),
        transforms,
        spec.outputIds().stream().map(id -> collection(components, id)).toList(),
        ExecutableStage.DEFAULT_WIRE_CODER_SETTINGS);
  }

  /** The environment of all of a stage's transforms. */
  static Environment environment(StageSpec spec) {
    Components components = spec.components();
    return components.getEnvironmentsOrThrow(
        components.getTransformsOrThrow(spec.transformIds().get(0)).getEnvironmentId());
  }

  /** Those of the root: a transform with state or timers is always the root of its stage. */
  private static List<UserStateReference> userStates(
      Components components, String inputId, PTransformNode root) {
    return StatefulParDo.payload(root.getTransform()).getStateSpecsMap().keySet().stream()
        .sorted()
        .map(id -> UserStateReference.of(root, id, collection(components, inputId)))
        .toList();
  }

  private static List<TimerReference> timers(PTransformNode root) {
    return StatefulParDo.payload(root.getTransform()).getTimerFamilySpecsMap().keySet().stream()
        .sorted()
        .map(id -> TimerReference.of(root, id))
        .toList();
  }

  private static List<SideInputReference> sideInputs(
      Components components, List<PTransformNode> transforms) {
    List<SideInputReference> references = new ArrayList<>();
    for (PTransformNode transform : transforms) {
      for (String localName : sideInputs(transform.getTransform())) {
        references.add(
            SideInputReference.of(
                transform,
                localName,
                collection(components, transform.getTransform().getInputsOrThrow(localName))));
      }
    }
    return references;
  }

  /** The local names of a transform's side inputs, in their order. */
  static Set<String> sideInputs(PTransform transform) {
    if (!SIDE_INPUT_READERS.contains(transform.getSpec().getUrn())) {
      return Set.of();
    }
    return new TreeSet<>(parDo(transform).getSideInputsMap().keySet());
  }

  /** The payload of a transform that has that of a ParDo. */
  static ParDoPayload parDo(PTransform transform) {
    try {
      return ParDoPayload.parseFrom(transform.getSpec().getPayload());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(
          "Transform '%s' has a payload that was read before and can't be now: a bug of the runner"
              .formatted(transform.getUniqueName()),
          e);
    }
  }

  /** SDKs do not know our transcoders. */
  private static PTransform known(PTransform transform) {
    if (!transform.getSpec().getUrn().equals(Transcode.URN)) {
      return transform;
    }
    PTransform.Builder flatten = transform.toBuilder();
    flatten.getSpecBuilder().setUrn(Flatten.URN);
    return flatten.build();
  }

  private static PCollectionNode collection(Components components, String id) {
    return PipelineNode.pCollection(id, components.getPcollectionsOrThrow(id));
  }
}
