package dev.beamflink.translation.translate;

import java.io.IOException;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.runners.fnexecution.wire.LengthPrefixUnknownCoders;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.util.construction.ModelCoders;
import org.apache.beam.sdk.util.construction.RehydratedComponents;
import org.apache.beam.sdk.util.construction.UnknownCoderWrapper;

/**
 * The coders of a pipeline with Java code and that of other SDKs. What Java can decode it does;
 * what only another SDK can is bytes with their length, the same that its harness is sent.
 *
 * <p>Used by one thread.
 */
final class JavaCoders {

  private final RunnerApi.Components.Builder components;

  JavaCoders(RunnerApi.Components components) {
    this.components = components.toBuilder();
  }

  /**
   * Returns a coder.
   *
   * @param id its id in the pipeline
   * @throws IOException if it can't be rehydrated
   */
  Coder<?> coder(String id) throws IOException {
    String decodable = decodable(id);
    return RehydratedComponents.forComponents(components.build()).getCoder(decodable);
  }

  /** Whether a coder has a part that Java alone knows, so that no other SDK can decode elements. */
  boolean needsJava(String id) throws IOException {
    RunnerApi.Coder coder = components.getCodersOrThrow(id);
    if (!ModelCoders.urns().contains(coder.getSpec().getUrn())) {
      return isJava(id);
    }
    for (String component : coder.getComponentCoderIdsList()) {
      if (needsJava(component)) {
        return true;
      }
    }
    return false;
  }

  private String decodable(String id) throws IOException {
    RunnerApi.Coder coder = components.getCodersOrThrow(id);
    String urn = coder.getSpec().getUrn();
    if (ModelCoders.urns().contains(coder.getSpec().getUrn())
        && !urn.equals(ModelCoders.LENGTH_PREFIX_CODER_URN)) {
      return withDecodableParts(id, coder);
    }
    return isJava(id) ? id : LengthPrefixUnknownCoders.addLengthPrefixedCoder(id, components, true);
  }

  private String withDecodableParts(String id, RunnerApi.Coder coder) throws IOException {
    RunnerApi.Coder.Builder rebuilt = coder.toBuilder().clearComponentCoderIds();
    for (String component : coder.getComponentCoderIdsList()) {
      rebuilt.addComponentCoderIds(decodable(component));
    }
    if (rebuilt.getComponentCoderIdsList().equals(coder.getComponentCoderIdsList())) {
      return id;
    }
    String newId = id + "-decodable";
    components.putCoders(newId, rebuilt.build());
    return newId;
  }

  /** Whether a coder that is none of Beam's model is Java's. */
  private boolean isJava(String id) throws IOException {
    RunnerApi.Coder coder = components.getCodersOrThrow(id);
    return !ModelCoders.urns().contains(coder.getSpec().getUrn())
        && !(RehydratedComponents.forComponents(components.build()).getCoder(id)
            instanceof UnknownCoderWrapper);
  }
}
