package dev.beamflink.model.check;

import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.problem.Problems;

/** One thing that must hold for a graph to be executable. Stateless. */
public interface GraphCheck {

  /**
   * Adds a problem for each place where it does not hold, and throws nothing: other checks follow.
   *
   * @param graph maybe not complete: what the parser could not understand is missing
   */
  void check(PipelineGraph graph, Problems problems);
}
