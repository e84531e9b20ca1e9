package dev.beamflink.model.rewrite;

import dev.beamflink.model.graph.PipelineGraph;
import java.util.List;

/** All rewrites, in the order of their application. */
public final class Rewrites {
  private static final List<GraphRewrite> IN_ORDER =
      List.of(
          new ExpandSplittableRewrite(),
          new DropTrivialFlattenRewrite(),
          new RandomReshuffleRewrite());

  private Rewrites() {}

  /** Applies every rewrite once. */
  public static PipelineGraph applyAll(PipelineGraph graph) {
    PipelineGraph rewritten = graph;
    for (GraphRewrite rewrite : IN_ORDER) {
      rewritten = rewrite.apply(rewritten);
    }
    return rewritten;
  }
}
