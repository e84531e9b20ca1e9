package dev.beamflink.model.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TopologicalOrderTest {

  /** Reads and makes PCollections, each named by one letter. */
  private record Item(String inputs, String outputs) {
    static List<CollectionId> ids(String letters) {
      return letters.chars().mapToObj(c -> new CollectionId(Character.toString(c))).toList();
    }
  }

  @Test
  void keepsAGoodOrder() {
    assertEquals(
        items("-a", "-z", "a-b", "b-c", "z-y"), order("-a", "-z", "a-b", "b-c", "z-y").sorted());
  }

  @Test
  void producersComeBeforeConsumersAndOthersAsGiven() {
    TopologicalOrder<Item> order = order("b-c", "-z", "a-b", "-a");
    assertEquals(items("-z", "-a", "a-b", "b-c"), order.sorted());
    assertEquals(List.of(), order.cyclic());
  }

  @Test
  void inputThatNobodyMakesIsThere() {
    assertEquals(items("x-a", "a-b"), order("x-a", "a-b").sorted());
  }

  @Test
  void inputReadTwiceCountsOnce() {
    assertEquals(items("-a", "aa-b"), order("aa-b", "-a").sorted());
  }

  @Test
  void cycleAndWhatIsBehindItIsLeftOut() {
    TopologicalOrder<Item> order = order("-a", "ac-b", "b-c", "c-d");
    assertEquals(items("-a"), order.sorted());
    assertEquals(items("ac-b", "b-c", "c-d"), order.cyclic());
  }

  @Test
  void readingItsOwnOutputIsACycle() {
    assertEquals(items("a-a"), order("a-a").cyclic());
  }

  private static TopologicalOrder<Item> order(String... items) {
    return TopologicalOrder.of(
        items(items), item -> Item.ids(item.inputs()), item -> Item.ids(item.outputs()));
  }

  private static List<Item> items(String... items) {
    return Stream.of(items)
        .map(item -> item.split("-", -1))
        .map(parts -> new Item(parts[0], parts[1]))
        .toList();
  }
}
