package dev.beamflink.model.foreign;

import dev.beamflink.model.payload.Transcode;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.Components;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;

/** Transcoders of a pipeline: its own transforms that write elements with another coder. */
final class Transcoders {

  private Transcoders() {}

  /** Adds one between two PCollections of the pipeline; its id is its name. */
  static void add(
      RunnerApi.Pipeline.Builder pipeline,
      String name,
      String input,
      String output,
      String environment) {
    PTransform.Builder transcoder =
        PTransform.newBuilder()
            .setUniqueName(name)
            .putInputs("in", input)
            .putOutputs("out", output)
            .setEnvironmentId(environment);
    transcoder.getSpecBuilder().setUrn(Transcode.URN);
    pipeline
        .addRootTransformIds(name)
        .getComponentsBuilder()
        .putTransforms(name, transcoder.build());
  }

  /** Whether two coders write the same, so that none is needed. */
  static boolean sameCoder(Components components, String id, String otherId) {
    RunnerApi.Coder coder = components.getCodersOrThrow(id);
    RunnerApi.Coder other = components.getCodersOrThrow(otherId);
    if (id.equals(otherId)) {
      return true;
    }
    if (!coder.getSpec().equals(other.getSpec())
        || coder.getComponentCoderIdsCount() != other.getComponentCoderIdsCount()) {
      return false;
    }
    for (int i = 0; i < coder.getComponentCoderIdsCount(); i++) {
      if (!sameCoder(components, coder.getComponentCoderIds(i), other.getComponentCoderIds(i))) {
        return false;
      }
    }
    return true;
  }
}
