package dev.beamflink.translation.runtime.element;

import dev.beamflink.model.graph.JavaCoder;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.util.construction.ModelCoders;
import org.apache.beam.sdk.util.construction.RehydratedComponents;

/**
 * The coders of a pipeline by which the runner can read what SDKs write: those of Beam's model, and
 * those of Java whose class is here. What has its length ahead is read as bytes where it is
 * neither.
 */
public final class KnownCoders {

  /** Their values are more than their bytes: a rest that an SDK asks for, the end of a window. */
  private static final Set<String> NOT_BY_THEMSELVES =
      Set.of(ModelCoders.STATE_BACKED_ITERABLE_CODER_URN, ModelCoders.CUSTOM_WINDOW_CODER_URN);

  private static final String BYTES = "known-coders-bytes";

  private final RunnerApi.Components.Builder components;

  private KnownCoders(RunnerApi.Components components) {
    this.components = components.toBuilder();
    RunnerApi.Coder.Builder bytes = RunnerApi.Coder.newBuilder();
    bytes.getSpecBuilder().setUrn(ModelCoders.BYTES_CODER_URN);
    this.components.putCoders(BYTES, bytes.build());
  }

  /**
   * The coder of an id; empty if it or a part of it is not known here.
   *
   * @throws IOException if it is known but can't be made
   */
  @SuppressWarnings("unchecked") // what it codes does not matter
  public static Optional<Coder<Object>> find(String id, RunnerApi.Components components)
      throws IOException {
    KnownCoders known = new KnownCoders(components);
    return known.has(id)
        ? Optional.of(
            (Coder<Object>)
                RehydratedComponents.forComponents(known.components.build()).getCoder(id))
        : Optional.empty();
  }

  private boolean has(String id) {
    RunnerApi.Coder coder = components.getCodersOrThrow(id);
    String urn = coder.getSpec().getUrn();
    if (JavaCoder.is(coder)) {
      return JavaCoder.read(coder).isPresent();
    }
    if (!ModelCoders.urns().contains(urn) || NOT_BY_THEMSELVES.contains(urn)) {
      return false;
    }
    boolean parts = coder.getComponentCoderIdsList().stream().allMatch(this::has);
    if (!parts && urn.equals(ModelCoders.LENGTH_PREFIX_CODER_URN)) {
      components.putCoders(id, coder.toBuilder().setComponentCoderIds(0, BYTES).build());
      return true;
    }
    return parts;
  }
}
