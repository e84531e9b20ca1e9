package dev.beamflink.model.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.payload.ParDoLike;
import dev.beamflink.model.text.PipelineText;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpandSplittableRewriteTest {
  private final ExpandSplittableRewrite rewrite = new ExpandSplittableRewrite();

  @Test
  void splittableParDoBecomesItsParts() {
    PipelineGraph graph =
        rewrite.apply(
            PipelineText.graph(
                """
                Read R -> a
                Read S -> s
                ParDo X <- a, side s, splittable -> b
                ParDo A <- b -> c
                """));
    assertEquals(
        List.of(
            "Read R [] -> [a]",
            "Read S [] -> [s]",
            "SdfPairWithRestriction X/PairWithRestriction [a, s] -> [a/PairWithRestriction0]",
            "SdfSplitAndSize X/SplitAndSize [a/PairWithRestriction0, s] -> [a/SplitAndSize0]",
            "SdfProcess X/Process [a/SplitAndSize0, s] -> [b]",
            "ParDo A [b] -> [c]"),
        graph.transforms().stream().map(ExpandSplittableRewriteTest::text).toList());
  }

  /** Their restrictions may have different coders; Beam's own loop gives both the same one. */
  @Test
  void splittableParDosOfOnePCollectionShareNothing() {
    PipelineGraph graph =
        rewrite.apply(
            PipelineText.graph(
                """
                Read R -> a
                ParDo X <- a, splittable -> b
                ParDo Y <- a, splittable -> c
                """));
    assertEquals(7, graph.transforms().size());
    assertNotEquals(
        graph.collection(new CollectionId("a/PairWithRestriction0")).coder(),
        graph.collection(new CollectionId("a/PairWithRestriction1")).coder());
  }

  @Test
  void onlyTheLastPartRequiresStableInput() {
    PipelineGraph graph =
        rewrite.apply(PipelineText.graph("Read R -> a\nParDo X <- a, splittable, stable -> b"));
    assertEquals(
        List.of("X/Process"),
        graph.transforms().stream()
            .filter(
                transform ->
                    transform.payload() instanceof ParDoLike parDo && parDo.requiresStableInput())
            .map(TransformNode::fullName)
            .toList());
  }

  @Test
  void doesNotFireWithoutSplittableParDo() {
    PipelineGraph graph = PipelineText.graph("Read R -> a\nParDo X <- a, state s -> b");
    assertSame(graph, rewrite.apply(graph));
  }

  private static String text(TransformNode transform) {
    return "%s %s %s -> %s"
        .formatted(
            transform.payload().getClass().getSimpleName(),
            transform.fullName(),
            transform.inputs().values(),
            transform.outputs().values());
  }
}
