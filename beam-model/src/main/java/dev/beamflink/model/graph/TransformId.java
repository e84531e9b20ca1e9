package dev.beamflink.model.graph;

/**
 * The id of a transform within one pipeline proto. Not stable across changes of the pipeline.
 *
 * @param value the key in the proto's components, never empty
 */
public record TransformId(String value) implements Comparable<TransformId> {

  public TransformId {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("The id of a transform is empty");
    }
  }

  @Override
  public int compareTo(TransformId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
