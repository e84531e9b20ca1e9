package dev.beamflink.model.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.model.payload.Flatten;
import dev.beamflink.model.payload.GroupByKey;
import dev.beamflink.model.text.PipelineText;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PipelineGraphTest {
  private static final PipelineGraph GRAPH =
      PipelineText.graph(
          """
          Read R -> a
          Flatten F <- a, a -> b
          ParDo P <- b, side a -> c
          """);

  @Test
  void producerIsFound() {
    assertEquals("F", GRAPH.producerOf(new CollectionId("b")).orElseThrow().fullName());
  }

  @Test
  void eachUseIsAConsumer() {
    List<Consumer> consumers = GRAPH.consumersOf(new CollectionId("a"));
    assertEquals(
        List.of("F in0 false", "F in1 false", "P side a true"),
        consumers.stream()
            .map(use -> use.transform().id() + " " + use.localName() + " " + use.sideInput())
            .toList());
    assertEquals(List.of(), GRAPH.consumersOf(new CollectionId("c")));
  }

  @Test
  void transformsOfAKindAreFound() {
    assertEquals(1, GRAPH.transformsWith(Flatten.class).size());
    assertEquals(0, GRAPH.transformsWith(GroupByKey.class).size());
  }

  @Test
  void mainAndSideInputsAreToldApart() {
    TransformNode transform = GRAPH.transform(new TransformId("P"));
    assertEquals(new CollectionId("b"), transform.mainInput());
    assertEquals(Set.of("side a"), transform.sideInputs().keySet());
  }

  @Test
  void flattenHasTheSameMainInputTwice() {
    TransformNode flatten = GRAPH.transform(new TransformId("F"));
    assertEquals(List.of(new CollectionId("a"), new CollectionId("a")), flatten.mainInputs());
    IllegalStateException exception = assertThrows(IllegalStateException.class, flatten::mainInput);
    assertEquals(
        "Transform 'F' (beam:transform:flatten:v1) has 2 main inputs, not one: [a, a]",
        exception.getMessage());
  }

  @Test
  void onlyOutputIsThereIfThereIsOne() {
    assertEquals(new CollectionId("b"), GRAPH.transform(new TransformId("F")).onlyOutput());
    TransformNode two =
        PipelineText.graph("Read R -> a\nParDo P <- a -> b -> c").transform(new TransformId("P"));
    IllegalStateException exception = assertThrows(IllegalStateException.class, two::onlyOutput);
    assertEquals(
        "Transform 'P' (beam:transform:pardo:v1) has 2 outputs, not one", exception.getMessage());
  }

  @Test
  void anUnboundedPCollectionMakesThePipelineUnbounded() {
    assertFalse(GRAPH.hasUnbounded());
    assertTrue(PipelineText.graph("TestStream T -> a: bytes unbounded").hasUnbounded());
  }

  @Test
  void askingForWhatIsNotThereIsAnError() {
    IllegalArgumentException exception =
        assertThrows(IllegalArgumentException.class, () -> GRAPH.collection(new CollectionId("x")));
    assertEquals("The graph has no PCollection 'x'", exception.getMessage());
  }

  @Test
  void idsAreNeverEmpty() {
    assertThrows(IllegalArgumentException.class, () -> new TransformId(""));
  }
}
