package dev.beamflink.model.graph;

/**
 * The id of a windowing strategy within one pipeline proto. Not stable across changes of the
 * pipeline.
 *
 * @param value the key in the proto's components, never empty
 */
public record WindowingId(String value) implements Comparable<WindowingId> {

  public WindowingId {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("The id of a windowing strategy is empty");
    }
  }

  @Override
  public int compareTo(WindowingId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
