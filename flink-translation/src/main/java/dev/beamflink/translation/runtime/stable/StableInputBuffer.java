package dev.beamflink.translation.runtime.stable;

import dev.beamflink.translation.runtime.state.CodedListState;
import dev.beamflink.translation.runtime.watermark.HoldTracker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.beam.sdk.values.WindowedValue;

/**
 * Elements between their arrival and the end of the first checkpoint that holds them. Each holds
 * the output watermark at its timestamp.
 *
 * <p>In memory, and in operator state at checkpoints. Used in the task's thread only.
 */
final class StableInputBuffer {

  private final CodedListState<WindowedValue<Object>> state;
  private final HoldTracker holds;

  /** In a checkpoint that is complete. */
  private final Deque<WindowedValue<Object>> stable = new ArrayDeque<>();

  /** By the first checkpoint that holds them, which is under way or has failed. */
  private final NavigableMap<Long, List<WindowedValue<Object>>> byCheckpoint = new TreeMap<>();

  /** Came after the last barrier. */
  private List<WindowedValue<Object>> unchecked = new ArrayList<>();

  /**
   * Takes back what a checkpoint held: it is complete, so all of that is stable.
   *
   * @param holds take the elements' holds
   */
  StableInputBuffer(CodedListState<WindowedValue<Object>> state, HoldTracker holds) {
    this.state = state;
    this.holds = holds;
    for (WindowedValue<Object> element : state.read()) {
      stable.add(element);
      hold(element);
    }
  }

  void add(WindowedValue<Object> element) {
    unchecked.add(element);
    hold(element);
  }

  private void hold(WindowedValue<Object> element) {
    holds.add(element.getTimestamp().getMillis());
  }

  boolean isEmpty() {
    return stable.isEmpty() && byCheckpoint.isEmpty() && unchecked.isEmpty();
  }

  boolean hasStable() {
    return !stable.isEmpty();
  }

  /** Puts all elements into this checkpoint. */
  void snapshot(long checkpointId) {
    if (!unchecked.isEmpty()) {
      byCheckpoint.put(checkpointId, unchecked);
      unchecked = new ArrayList<>();
    }
    List<WindowedValue<Object>> all = new ArrayList<>(stable);
    byCheckpoint.values().forEach(all::addAll);
    state.replaceWith(all);
  }

  /** The checkpoint is complete; it holds what those before it were to hold, too. */
  void checkpointCompleted(long checkpointId) {
    Collection<List<WindowedValue<Object>>> held =
        byCheckpoint.headMap(checkpointId, true).values();
    held.forEach(stable::addAll);
    held.clear();
  }

  /** No checkpoint is to come any more: what is here counts as stable. */
  void endInput() {
    byCheckpoint.values().forEach(stable::addAll);
    byCheckpoint.clear();
    stable.addAll(unchecked);
    unchecked.clear();
  }

  /** Hands the stable elements out, in the order in which they came. */
  void release(Consumer<WindowedValue<Object>> consumer) {
    while (!stable.isEmpty()) {
      WindowedValue<Object> element = stable.remove();
      consumer.accept(element);
      holds.remove(element.getTimestamp().getMillis());
    }
  }
}
