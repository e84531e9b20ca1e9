package dev.beamflink.model.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Function;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.ImmutableList;

/**
 * Producers before consumers, otherwise as given: of all items that may come next, the one that was
 * given first comes next.
 *
 * @param <T> what is ordered: transforms, or nodes that consist of several
 */
public final class TopologicalOrder<T> {
  private final ImmutableList<T> sorted;
  private final ImmutableList<T> cyclic;

  private TopologicalOrder(List<T> sorted, List<T> cyclic) {
    this.sorted = ImmutableList.copyOf(sorted);
    this.cyclic = ImmutableList.copyOf(cyclic);
  }

  /** Sorts transforms; an input that none of them produces counts as available. */
  public static TopologicalOrder<TransformNode> of(List<TransformNode> transforms) {
    return of(
        transforms,
        transform -> transform.inputs().values(),
        transform -> transform.outputs().values());
  }

  /**
   * Sorts anything that consumes and produces PCollections. One that consumes its own output is a
   * cycle.
   */
  public static <T> TopologicalOrder<T> of(
      List<T> items,
      Function<T, ? extends Collection<CollectionId>> inputs,
      Function<T, ? extends Collection<CollectionId>> outputs) {
    Map<CollectionId, Integer> producers = new HashMap<>();
    for (int i = 0; i < items.size(); i++) {
      for (CollectionId output : outputs.apply(items.get(i))) {
        producers.put(output, i);
      }
    }
    List<Set<Integer>> successors = new ArrayList<>();
    items.forEach(item -> successors.add(new HashSet<>()));
    int[] missing = new int[items.size()];
    for (int i = 0; i < items.size(); i++) {
      for (CollectionId input : inputs.apply(items.get(i))) {
        Integer producer = producers.get(input);
        if (producer != null && successors.get(producer).add(i)) {
          missing[i]++;
        }
      }
    }
    return sort(items, successors, missing);
  }

  private static <T> TopologicalOrder<T> sort(
      List<T> items, List<Set<Integer>> successors, int[] missing) {
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    for (int i = 0; i < missing.length; i++) {
      if (missing[i] == 0) {
        ready.add(i);
      }
    }
    List<T> sorted = new ArrayList<>();
    while (!ready.isEmpty()) {
      int next = ready.remove();
      sorted.add(items.get(next));
      for (int successor : successors.get(next)) {
        if (--missing[successor] == 0) {
          ready.add(successor);
        }
      }
    }
    List<T> cyclic = new ArrayList<>();
    for (int i = 0; i < missing.length; i++) {
      if (missing[i] > 0) {
        cyclic.add(items.get(i));
      }
    }
    return new TopologicalOrder<>(sorted, cyclic);
  }

  /** Returns the items in order, without those of {@link #cyclic()}. */
  public ImmutableList<T> sorted() {
    return sorted;
  }

  /** Returns the items that are part of a cycle or behind one. */
  public ImmutableList<T> cyclic() {
    return cyclic;
  }
}
