package dev.beamflink.model.foreign;

import dev.beamflink.model.payload.Transcode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.Components;
import org.apache.beam.model.pipeline.v1.RunnerApi.ExecutableStagePayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.sdk.util.construction.graph.ExecutableStage;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;

/**
 * Takes stages apart that a client has fused, such as Python's with {@code pre_optimize=all}: what
 * runs together, and where state and timers are, is for the runner to say.
 */
public final class FusedStages {

  /** What Python puts ahead of a Flatten in a stage; our own transcoder does the same. */
  private static final String PYTHON_TRANSCODE = "beam:dofn:identity:0.1";

  private final RunnerApi.Pipeline.Builder pipeline;

  /** By the id of a stage, the ids of its transforms. */
  private final Map<String, List<String>> unpacked = new TreeMap<>();

  private FusedStages(RunnerApi.Pipeline pipeline) {
    this.pipeline = pipeline.toBuilder();
  }

  /**
   * Returns the pipeline with the transforms of its stages in place of them. A stage that can't be
   * read stays, to be refused by its name.
   */
  public static RunnerApi.Pipeline takenApart(RunnerApi.Pipeline pipeline) {
    FusedStages stages = new FusedStages(pipeline);
    pipeline
        .getComponents()
        .getTransformsMap()
        .forEach(
            (id, transform) -> {
              if (transform.getSpec().getUrn().equals(ExecutableStage.URN)) {
                stages.takeApart(id, transform);
              }
            });
    return stages.unpacked.isEmpty() ? pipeline : stages.rewired();
  }

  private void takeApart(String id, PTransform stage) {
    ExecutableStagePayload payload;
    try {
      payload = ExecutableStagePayload.parseFrom(stage.getSpec().getPayload());
    } catch (InvalidProtocolBufferException e) {
      return;
    }
    Components inner = payload.getComponents();
    if (!inner.getTransformsMap().keySet().containsAll(payload.getTransformsList())) {
      return;
    }
    List<String> ids = new ArrayList<>();
    Components.Builder components = pipeline.getComponentsBuilder();
    for (String innerId : payload.getTransformsList()) {
      // Each stage numbers its own.
      String outerId = id + "/" + innerId;
      ids.add(outerId);
      components.putTransforms(outerId, known(inner.getTransformsOrThrow(innerId)));
    }
    inner
        .getPcollectionsMap()
        .forEach(
            (collection, proto) -> {
              if (!components.containsPcollections(collection)) {
                components.putPcollections(collection, proto);
              }
            });
    components.removeTransforms(id);
    unpacked.put(id, ids);
  }

  private static PTransform known(PTransform transform) {
    if (!transform.getSpec().getUrn().equals(PYTHON_TRANSCODE)) {
      return transform;
    }
    PTransform.Builder transcode = transform.toBuilder();
    transcode.getSpecBuilder().setUrn(Transcode.URN).clearPayload();
    return transcode.build();
  }

  private RunnerApi.Pipeline rewired() {
    List<String> roots = rewired(pipeline.getRootTransformIdsList());
    pipeline.clearRootTransformIds().addAllRootTransformIds(roots);
    Components.Builder components = pipeline.getComponentsBuilder();
    for (Map.Entry<String, PTransform> entry :
        Map.copyOf(components.getTransformsMap()).entrySet()) {
      List<String> before = entry.getValue().getSubtransformsList();
      List<String> after = rewired(before);
      if (!after.equals(before)) {
        components.putTransforms(
            entry.getKey(),
            entry.getValue().toBuilder().clearSubtransforms().addAllSubtransforms(after).build());
      }
    }
    return pipeline.build();
  }

  private List<String> rewired(List<String> ids) {
    return ids.stream().flatMap(id -> unpacked.getOrDefault(id, List.of(id)).stream()).toList();
  }
}
