package dev.beamflink.model.parse;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;

/**
 * Removes transforms that only pass their input on: whoever read the output reads the input then.
 * Composites that had such an output have the input as their output.
 */
public final class PassThroughElision {
  private final Set<String> removed;
  private final Map<String, String> inputOfOutput = new HashMap<>();

  private PassThroughElision(RunnerApi.Components components, Set<String> removed) {
    this.removed = removed;
    for (String id : removed) {
      PTransform transform = components.getTransformsOrThrow(id);
      inputOfOutput.put(only(transform.getOutputsMap()), only(transform.getInputsMap()));
    }
  }

  /**
   * Removes transforms from a pipeline.
   *
   * @param ids transforms without subtransforms, with one input and one other output each
   * @return the same pipeline if there are none to remove
   */
  public static RunnerApi.Pipeline remove(RunnerApi.Pipeline pipeline, Set<String> ids) {
    if (ids.isEmpty()) {
      return pipeline;
    }
    return new PassThroughElision(pipeline.getComponents(), ids).remove(pipeline);
  }

  private RunnerApi.Pipeline remove(RunnerApi.Pipeline pipeline) {
    RunnerApi.Pipeline.Builder elided = pipeline.toBuilder();
    elided.clearRootTransformIds();
    elided.addAllRootTransformIds(remaining(pipeline.getRootTransformIdsList()));
    RunnerApi.Components.Builder components = elided.getComponentsBuilder();
    pipeline
        .getComponents()
        .getTransformsMap()
        .forEach((id, transform) -> components.putTransforms(id, relink(transform)));
    removed.forEach(components::removeTransforms);
    inputOfOutput.keySet().forEach(components::removePcollections);
    return elided.build();
  }

  private PTransform relink(PTransform transform) {
    PTransform.Builder relinked = transform.toBuilder();
    transform.getInputsMap().forEach((name, input) -> relinked.putInputs(name, source(input)));
    transform.getOutputsMap().forEach((name, output) -> relinked.putOutputs(name, source(output)));
    relinked.clearSubtransforms();
    relinked.addAllSubtransforms(remaining(transform.getSubtransformsList()));
    return relinked.build();
  }

  /** Follows removed transforms upwards; in a loop of them, stops where it comes round. */
  private String source(String collection) {
    Set<String> seen = new HashSet<>();
    String source = collection;
    while (inputOfOutput.containsKey(source) && seen.add(source)) {
      source = inputOfOutput.get(source);
    }
    return source;
  }

  private List<String> remaining(List<String> ids) {
    return ids.stream().filter(id -> !removed.contains(id)).toList();
  }

  private static String only(Map<String, String> collections) {
    return collections.values().iterator().next();
  }
}
