package dev.beamflink.model.graph;

/**
 * The id of a PCollection within one pipeline proto. Not stable across changes of the pipeline.
 *
 * @param value the key in the proto's components, never empty
 */
public record CollectionId(String value) implements Comparable<CollectionId> {

  public CollectionId {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("The id of a PCollection is empty");
    }
  }

  @Override
  public int compareTo(CollectionId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
