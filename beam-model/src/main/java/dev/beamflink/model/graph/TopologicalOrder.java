package dev.beamflink.model.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.ImmutableList;

/**
 * Producers before consumers, otherwise as given: of all transforms that may come next, the one
 * that was given first comes next.
 */
public final class TopologicalOrder {
  private final ImmutableList<TransformNode> sorted;
  private final ImmutableList<TransformNode> cyclic;

  private TopologicalOrder(List<TransformNode> sorted, List<TransformNode> cyclic) {
    this.sorted = ImmutableList.copyOf(sorted);
    this.cyclic = ImmutableList.copyOf(cyclic);
  }

  /** Sorts transforms; an input that none of them produces counts as available. */
  public static TopologicalOrder of(List<TransformNode> transforms) {
    Map<CollectionId, Integer> producers = new HashMap<>();
    for (int i = 0; i < transforms.size(); i++) {
      for (CollectionId output : transforms.get(i).outputs().values()) {
        producers.put(output, i);
      }
    }
    List<Set<Integer>> successors = new ArrayList<>();
    transforms.forEach(transform -> successors.add(new HashSet<>()));
    int[] missing = new int[transforms.size()];
    for (int i = 0; i < transforms.size(); i++) {
      for (CollectionId input : transforms.get(i).inputs().values()) {
        Integer producer = producers.get(input);
        if (producer != null && successors.get(producer).add(i)) {
          missing[i]++;
        }
      }
    }
    return sort(transforms, successors, missing);
  }

  private static TopologicalOrder sort(
      List<TransformNode> transforms, List<Set<Integer>> successors, int[] missing) {
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    for (int i = 0; i < missing.length; i++) {
      if (missing[i] == 0) {
        ready.add(i);
      }
    }
    List<TransformNode> sorted = new ArrayList<>();
    Set<Integer> done = new HashSet<>();
    while (!ready.isEmpty()) {
      int next = ready.remove();
      done.add(next);
      sorted.add(transforms.get(next));
      for (int successor : successors.get(next)) {
        if (--missing[successor] == 0) {
          ready.add(successor);
        }
      }
    }
    List<TransformNode> cyclic = new ArrayList<>();
    for (int i = 0; i < missing.length; i++) {
      if (!done.contains(i)) {
        cyclic.add(transforms.get(i));
      }
    }
    return new TopologicalOrder(sorted, cyclic);
  }

  /** Returns the transforms in order, without those of {@link #cyclic()}. */
  public ImmutableList<TransformNode> sorted() {
    return sorted;
  }

  /** Returns the transforms that are part of a cycle or behind one. */
  public ImmutableList<TransformNode> cyclic() {
    return cyclic;
  }
}
