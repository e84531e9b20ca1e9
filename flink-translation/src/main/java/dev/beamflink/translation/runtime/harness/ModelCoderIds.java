package dev.beamflink.translation.runtime.harness;

import java.util.List;
import org.apache.beam.model.pipeline.v1.RunnerApi.Coder;
import org.apache.beam.model.pipeline.v1.RunnerApi.Components;
import org.apache.beam.runners.fnexecution.wire.LengthPrefixUnknownCoders;

/** Adds coders to components, by URNs of the model. */
final class ModelCoderIds {

  private final Components.Builder components;

  ModelCoderIds(Components.Builder components) {
    this.components = components;
  }

  /** Adds a coder of the model; answers its id. */
  String add(String urn, String... parts) {
    Coder.Builder coder = Coder.newBuilder().addAllComponentCoderIds(List.of(parts));
    coder.getSpecBuilder().setUrn(urn);
    String id = "asked-" + urn + "-" + String.join("-", parts);
    components.putCoders(id, coder.build());
    return id;
  }

  /** Adds a coder whose values have their length where the runner can't read them. */
  String withLengths(String id) {
    return LengthPrefixUnknownCoders.addLengthPrefixedCoder(id, components, false);
  }
}
