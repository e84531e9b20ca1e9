package dev.beamflink.model.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.model.graph.CoderId;
import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.model.graph.CollectionNode;
import dev.beamflink.model.graph.EnvironmentId;
import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.graph.TransformId;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.graph.WindowingId;
import dev.beamflink.model.problem.Problems;
import dev.beamflink.model.text.PipelineText;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GraphParserTest {

  @Test
  void collectionsHaveCoderWindowingAndBoundedness() {
    PipelineGraph graph =
        PipelineText.graph(
            """
            Read R -> a: varint
            TestStream T -> b: kv<bytes, varint> fixed unbounded
            """);
    assertEquals(
        new CollectionNode(
            new CollectionId("a"), "a", new CoderId("varint"), new WindowingId("global"), true),
        graph.collection(new CollectionId("a")));
    assertEquals(
        new CollectionNode(
            new CollectionId("b"),
            "b",
            new CoderId("kv<bytes, varint>"),
            new WindowingId("fixed"),
            false),
        graph.collection(new CollectionId("b")));
  }

  @Test
  void producersComeFirstWhateverTheOrderOfTheRoots() {
    PipelineGraph graph =
        PipelineText.graph(
            """
            ParDo B <- b, side c -> d
            ParDo A <- a -> b
            Read R -> a
            Read S -> c
            """);
    assertEquals(
        List.of("R", "A", "S", "B"),
        graph.transforms().stream().map(TransformNode::fullName).toList());
  }

  /** Local names are random in the Java SDK. */
  @Test
  void inputsAreOrderedByCollectionWithSideInputsLast() {
    PipelineGraph graph =
        PipelineText.graph(
            """
            Read R -> p
            ParDo P <- p -> z -> y -> x
            ParDo A <- z, side y, side x -> a
            """);
    TransformNode transform = graph.transform(new TransformId("A"));
    assertEquals(
        List.of("z", "x", "y"),
        transform.inputs().values().stream().map(CollectionId::value).toList());
  }

  @Test
  void environmentIsThereIfTheProtoHasOne() {
    PipelineGraph graph = PipelineText.graph("Read R -> a\nParDo A <- a, env python -> b");
    assertEquals(Optional.empty(), graph.transform(new TransformId("R")).environment());
    assertEquals(
        Optional.of(new EnvironmentId("python")),
        graph.transform(new TransformId("A")).environment());
  }

  @Test
  void whatIsUnderstoodIsInTheGraphDespiteProblems() {
    Problems problems = new Problems();
    PipelineGraph graph =
        GraphParser.parse(
            PipelineText.parse(
                """
                Read R -> a
                acme:unknown:v1 U <- a -> b
                ParDo A <- b -> c
                """),
            problems);
    assertEquals(1, problems.found().size());
    assertEquals(
        List.of("R", "A"), graph.transforms().stream().map(TransformNode::fullName).toList());
    assertTrue(graph.producerOf(new CollectionId("b")).isEmpty());
    assertFalse(graph.collections().isEmpty());
  }
}
