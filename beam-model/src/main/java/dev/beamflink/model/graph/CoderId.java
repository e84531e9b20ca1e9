package dev.beamflink.model.graph;

/**
 * The id of a coder within one pipeline proto. Not stable across changes of the pipeline.
 *
 * @param value the key in the proto's components, never empty
 */
public record CoderId(String value) implements Comparable<CoderId> {

  public CoderId {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("The id of a coder is empty");
    }
  }

  @Override
  public int compareTo(CoderId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
