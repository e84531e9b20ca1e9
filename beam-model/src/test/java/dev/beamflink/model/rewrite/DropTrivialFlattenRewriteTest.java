package dev.beamflink.model.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.graph.TransformId;
import dev.beamflink.model.payload.Flatten;
import dev.beamflink.model.text.PipelineText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropTrivialFlattenRewriteTest {
  private final DropTrivialFlattenRewrite rewrite = new DropTrivialFlattenRewrite();

  @Test
  void consumersReadTheInput() {
    PipelineGraph graph =
        rewrite.apply(
            PipelineText.graph(
                """
                Read R -> a
                Flatten F <- a -> b
                Flatten G <- b -> c
                ParDo A <- c, side b -> d
                """));
    assertEquals(0, graph.transformsWith(Flatten.class).size());
    assertEquals(new CollectionId("a"), graph.transform(new TransformId("A")).mainInput());
    assertEquals(
        new CollectionId("a"), graph.transform(new TransformId("A")).sideInputs().get("side b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Flatten F -> b",
        "Flatten F <- a, a -> b",
        "Flatten F <- a -> b: varint",
        "Flatten F <- a -> b: kv<bytes, bytes> fixed",
        "Flatten F <- a -> b: kv<bytes, bytes> unbounded"
      })
  void doesNotFireWhereTheFlattenDoesSomething(String flatten) {
    PipelineGraph graph = PipelineText.graph("Read R -> a\n" + flatten);
    assertSame(graph, rewrite.apply(graph));
  }
}
