package dev.beamflink.model.graph;

import dev.beamflink.model.payload.ParDoLike;
import dev.beamflink.model.payload.TransformPayload;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.ImmutableList;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.ImmutableMap;

/**
 * An executable transform: a leaf of the graph.
 *
 * <p>Inputs and outputs are ordered by the id of their PCollection, main inputs before side inputs.
 * Local names of the Java SDK contain random numbers, so nothing may be ordered or named by them.
 *
 * @param id its id in the proto
 * @param fullName its unique name, such as {@code Words/Split}: stable as long as the user does not
 *     rename it, so what outlives a job is named after it
 * @param urn the URN of its spec
 * @param payload its spec, parsed
 * @param inputs its input PCollections by local name
 * @param outputs its output PCollections by local name
 * @param environment where its user code runs; absent for what the runner itself does
 */
public record TransformNode(
    TransformId id,
    String fullName,
    String urn,
    TransformPayload payload,
    ImmutableMap<String, CollectionId> inputs,
    ImmutableMap<String, CollectionId> outputs,
    Optional<EnvironmentId> environment) {

  /**
   * Returns the only input that is read element by element.
   *
   * @throws IllegalStateException if there is none or more than one
   */
  public CollectionId mainInput() {
    ImmutableList<CollectionId> main = mainInputs();
    if (main.size() != 1) {
      throw new IllegalStateException(
          "Transform '%s' (%s) has %d main inputs, not one: %s"
              .formatted(fullName, urn, main.size(), main));
    }
    return main.get(0);
  }

  /** Returns the inputs that are read element by element; one used twice is in the list twice. */
  public ImmutableList<CollectionId> mainInputs() {
    return inputs.entrySet().stream()
        .filter(input -> !isSideInput(input.getKey()))
        .map(Map.Entry::getValue)
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * Returns the only output.
   *
   * @throws IllegalStateException if there is none or more than one, as a ParDo may have
   */
  public CollectionId onlyOutput() {
    if (outputs.size() != 1) {
      throw new IllegalStateException(
          "Transform '%s' (%s) has %d outputs, not one".formatted(fullName, urn, outputs.size()));
    }
    return outputs.values().iterator().next();
  }

  /** Returns the inputs that are read as side inputs, by local name. */
  public ImmutableMap<String, CollectionId> sideInputs() {
    return inputs.entrySet().stream()
        .filter(input -> isSideInput(input.getKey()))
        .collect(ImmutableMap.toImmutableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Returns whether the input of this local name is a side input. */
  public boolean isSideInput(String localName) {
    return payload instanceof ParDoLike parDo && parDo.sideInputs().containsKey(localName);
  }
}
