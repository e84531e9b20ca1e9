package dev.beamflink.model.foreign;

import dev.beamflink.model.graph.JavaCoder;
import dev.beamflink.model.payload.Flatten;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.Components;
import org.apache.beam.model.pipeline.v1.RunnerApi.PCollection;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.sdk.util.construction.ModelCoders;

/**
 * Gives the inputs of each Flatten the coder of its output. Elements that only an SDK can decode
 * must be written by it with the coder with which they are read again:
 *
 * <pre>
 *   a (coder A) ─▶ Flatten ─▶ c (coder C)   =&gt;   a ─▶ Transcode ─▶ a' (coder C) ─▶ Flatten ─▶ c
 * </pre>
 *
 * <p>Other consumers of {@code a} read it as before. A transcoder costs no exchange where an SDK
 * makes its input: it runs in that stage.
 */
final class FlattenTranscoding {

  private final RunnerApi.Pipeline.Builder pipeline;
  private final Components before;
  private final Set<String> inProcess;

  // Of SDKs in other processes only.
  private final Map<String, String> environmentOfProducer = new HashMap<>();
  private final Optional<String> anyEnvironment;

  private FlattenTranscoding(RunnerApi.Pipeline pipeline, Set<String> inProcess) {
    this.inProcess = inProcess;
    this.pipeline = pipeline.toBuilder();
    this.before = pipeline.getComponents();
    for (PTransform transform : before.getTransformsMap().values()) {
      if (transform.getSubtransformsCount() == 0
          && !transform.getEnvironmentId().isEmpty()
          && !inProcess.contains(transform.getEnvironmentId())) {
        transform
            .getOutputsMap()
            .values()
            .forEach(output -> environmentOfProducer.put(output, transform.getEnvironmentId()));
      }
    }
    this.anyEnvironment = environmentOfProducer.values().stream().sorted().findFirst();
  }

  /**
   * @param inProcess ids of the environments whose code the runner has
   */
  static RunnerApi.Pipeline apply(RunnerApi.Pipeline pipeline, Set<String> inProcess) {
    FlattenTranscoding transcoding = new FlattenTranscoding(pipeline, inProcess);
    new TreeMap<>(pipeline.getComponents().getTransformsMap())
        .forEach(
            (id, transform) -> {
              if (transform.getSpec().getUrn().equals(Flatten.URN)
                  && transform.getOutputsCount() == 1) {
                transcoding.fitInputs(id, transform);
              }
            });
    return transcoding.pipeline.build();
  }

  private void fitInputs(String id, PTransform flatten) {
    String output = flatten.getOutputsMap().values().iterator().next();
    PTransform.Builder fitted = flatten.toBuilder();
    int number = 0;
    for (Map.Entry<String, String> input : new TreeMap<>(flatten.getInputsMap()).entrySet()) {
      if (!Transcoders.sameCoder(before, coder(input.getValue()), coder(output))
          && !(known(coder(input.getValue())) && known(coder(output)))) {
        fitted.putInputs(
            input.getKey(),
            transcoded(flatten, "Transcode-" + number++, input.getValue(), coder(output)));
      }
    }
    pipeline.getComponentsBuilder().putTransforms(id, fitted.build());
  }

  private String coder(String collection) {
    return before.getPcollectionsOrThrow(collection).getCoderId();
  }

  /** Whether the runner has the code of a coder and of its parts. */
  private boolean known(String id) {
    RunnerApi.Coder coder = before.getCodersOrThrow(id);
    return !inProcess.isEmpty()
        && (ModelCoders.urns().contains(coder.getSpec().getUrn()) || JavaCoder.is(coder))
        && coder.getComponentCoderIdsList().stream().allMatch(this::known);
  }

  /** Adds a transcoder; answers the id of its output. */
  private String transcoded(PTransform flatten, String role, String input, String coder) {
    String name = flatten.getUniqueName() + "/" + role;
    Transcoders.add(
        pipeline,
        name,
        input,
        name,
        Optional.ofNullable(environmentOfProducer.get(input)).or(() -> anyEnvironment).orElse(""));
    PCollection source = before.getPcollectionsOrThrow(input);
    pipeline
        .getComponentsBuilder()
        .putPcollections(name, source.toBuilder().setUniqueName(name).setCoderId(coder).build());
    return name;
  }
}
