package dev.beamflink.model.problem;

import java.util.ArrayList;
import java.util.List;

/** Collects the problems of one pipeline, so that they are reported together. Not thread-safe. */
public final class Problems {
  private final List<Problem> found = new ArrayList<>();

  /** Adds a problem; they are reported in the order of their finding. */
  public void add(Problem problem) {
    found.add(problem);
  }

  /** Returns whether nothing is wrong so far. */
  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** Returns what was found so far. */
  public List<Problem> found() {
    return List.copyOf(found);
  }

  /**
   * Does nothing if nothing is wrong.
   *
   * @throws InvalidPipelineException with all that was found
   */
  public void throwIfAny() {
    if (!found.isEmpty()) {
      throw new InvalidPipelineException(found);
    }
  }
}
