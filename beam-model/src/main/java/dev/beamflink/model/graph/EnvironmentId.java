package dev.beamflink.model.graph;

/**
 * The id of an environment within one pipeline proto. Not stable across changes of the pipeline.
 *
 * @param value the key in the proto's components, never empty
 */
public record EnvironmentId(String value) implements Comparable<EnvironmentId> {

  public EnvironmentId {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("The id of an environment is empty");
    }
  }

  @Override
  public int compareTo(EnvironmentId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
