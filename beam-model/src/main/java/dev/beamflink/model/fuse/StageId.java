package dev.beamflink.model.fuse;

/**
 * The identity of a stage: the full name of its root transform. The same as long as that transform
 * keeps its name, whatever happens to the transforms around it, so it may name what outlives a job.
 *
 * @param value the full name, never empty
 */
public record StageId(String value) implements Comparable<StageId> {

  public StageId {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("The id of a stage is empty");
    }
  }

  @Override
  public int compareTo(StageId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
