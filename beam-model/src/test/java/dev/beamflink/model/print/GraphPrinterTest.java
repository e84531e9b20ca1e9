package dev.beamflink.model.print;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.model.fuse.Fuser;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.text.PipelineText;
import org.junit.jupiter.api.Test;

class GraphPrinterTest {
  private static final PipelineGraph GRAPH =
      PipelineText.graph(
          """
          Read R -> a
          ParDo A <- a, side a, state s, timer t, stable, sorted -> b: varint -> c: bytes fixed
          RedistributeByKey D <- a -> d: bytes unbounded
          """);

  @Test
  void graphIsPrintedTransformByTransform() {
    assertEquals(
        """
        Read 'R'
          -> #1: kv<bytes, bytes>, global_windows, bounded
        ParDo 'A' <- #1, side inputs #1, states s, timers t, stable input, time-sorted input
          -> #2: varint, global_windows, bounded
          -> #3: bytes, fixed_windows, bounded
        Redistribute 'D' <- #1, by key
          -> #4: bytes, global_windows, unbounded
        """,
        GraphPrinter.print(GRAPH));
  }

  @Test
  void planIsPrintedNodeByNode() {
    assertEquals(
        """
        Read 'R'
          -> #1: kv<bytes, bytes>, global_windows, bounded
        Stage 'A' <- #1
          * ParDo 'A' <- #1, side inputs #1, states s, timers t, stable input, time-sorted input
              -> #2: varint, global_windows, bounded
              -> #3: bytes, fixed_windows, bounded
        Redistribute 'D' <- #1, by key
          -> #4: bytes, global_windows, unbounded
        """,
        PlanPrinter.print(Fuser.fuse(GRAPH, PlanMode.STREAMING)));
  }
}
