package dev.beamflink.translation.runtime.stage;

import dev.beamflink.translation.runtime.element.RehydratedWindowing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.util.construction.RehydratedComponents;
import org.apache.beam.sdk.values.WindowingStrategy;

/**
 * A stage under construction: its components, and for each PCollection the transforms already built
 * that take it.
 */
final class StageWiring {

  private final RunnerApi.Components components;
  private final RehydratedComponents rehydrated;
  private final StageServices services;
  private final CurrentElement current = new CurrentElement();
  private final Map<String, List<Receiver>> receivers = new HashMap<>();

  StageWiring(RunnerApi.Components components, StageServices services) {
    this.components = components;
    this.rehydrated = RehydratedComponents.forComponents(components);
    this.services = services;
  }

  StageServices services() {
    return services;
  }

  /** What is being processed in the stage. */
  CurrentElement current() {
    return current;
  }

  /** Lets {@code receiver} take a PCollection, before those that take it already. */
  void addReceiver(String collectionId, Receiver receiver) {
    receivers.computeIfAbsent(collectionId, id -> new ArrayList<>()).add(0, receiver);
  }

  /** Hands a PCollection to all that take it so far. */
  Receiver receiver(String collectionId) {
    return Receiver.toAll(receivers.getOrDefault(collectionId, List.of()));
  }

  Coder<?> coder(String collectionId) throws IOException {
    return rehydrated.getCoder(components.getPcollectionsOrThrow(collectionId).getCoderId());
  }

  WindowingStrategy<?, ?> windowing(String collectionId) throws IOException {
    return RehydratedWindowing.of(
        components,
        rehydrated,
        components.getPcollectionsOrThrow(collectionId).getWindowingStrategyId());
  }
}
