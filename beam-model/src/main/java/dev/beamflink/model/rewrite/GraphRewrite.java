package dev.beamflink.model.rewrite;

import dev.beamflink.model.graph.PipelineGraph;

/**
 * Makes a graph that means the same and is simpler or faster to execute. Stateless; names of
 * transforms that a user wrote stay as they are.
 */
public interface GraphRewrite {

  /** Returns the new graph; the same object if there is nothing to do. */
  PipelineGraph apply(PipelineGraph graph);
}
