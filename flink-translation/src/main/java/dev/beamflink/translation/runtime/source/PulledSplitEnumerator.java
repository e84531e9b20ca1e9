package dev.beamflink.translation.runtime.source;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.beam.runners.core.metrics.MetricsContainerImpl;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.jspecify.annotations.Nullable;

/**
 * Gives one split at a time to a reader that asks for one, so fast readers read more of them.
 *
 * <p>Lives in the JobManager, called in the coordinator's thread. Splits whose reader failed before
 * a checkpoint come back and are given out first.
 */
final class PulledSplitEnumerator<SplitT extends SourceSplit>
    implements SplitEnumerator<SplitT, EnumeratorState<SplitT>> {

  private final SplitEnumeratorContext<SplitT> context;
  private final ReadTransform transform;
  private final Callable<List<SplitT>> splitter;
  private final ReaderRelease release;
  private final SplittingMetrics metrics;

  private boolean split;
  private final Deque<SplitT> unassigned;
  private final Set<Integer> waiting = new LinkedHashSet<>();

  /**
   * @param splitter splits the source; called at most once, and not at all if {@code state} says
   *     that the source has been split
   */
  PulledSplitEnumerator(
      SplitEnumeratorContext<SplitT> context,
      ReadTransform transform,
      Callable<List<SplitT>> splitter,
      EndPolicy endPolicy,
      EnumeratorState<SplitT> state) {
    this.context = context;
    this.transform = transform;
    this.splitter = splitter;
    this.release = ReaderRelease.each(context, endPolicy);
    this.metrics = new SplittingMetrics(context);
    this.split = state.split();
    this.unassigned = new ArrayDeque<>(state.unassigned());
  }

  @Override
  public void start() {
    if (!split) {
      SplittingCall.start(context, transform, splitter, this::whenSplit);
    }
  }

  private void whenSplit(List<SplitT> splits, MetricsContainerImpl counted) {
    split = true;
    metrics.counted(counted);
    unassigned.addAll(splits);
    List<Integer> subtasks = List.copyOf(waiting);
    waiting.clear();
    subtasks.forEach(this::serve);
  }

  @Override
  public void handleSplitRequest(int subtask, @Nullable String requesterHostname) {
    if (split) {
      serve(subtask);
    } else {
      waiting.add(subtask);
    }
  }

  private void serve(int subtask) {
    if (!context.registeredReaders().containsKey(subtask)) {
      return; // it failed; its successor asks again
    }
    metrics.offer(subtask);
    SplitT next = unassigned.poll();
    if (next == null) {
      release.nothingLeftFor(subtask);
    } else {
      context.assignSplit(next, subtask);
    }
  }

  @Override
  public void addSplitsBack(List<SplitT> splits, int subtask) {
    waiting.remove(subtask);
    release.readerLost(subtask);
    metrics.readerLost(subtask);
    for (int i = splits.size() - 1; i >= 0; i--) {
      unassigned.addFirst(splits.get(i));
    }
  }

  /** A reader asks for splits by itself. */
  @Override
  public void addReader(int subtask) {}

  @Override
  public void handleSourceEvent(int subtask, SourceEvent event) {
    release.handle(subtask, event);
  }

  @Override
  public EnumeratorState<SplitT> snapshotState(long checkpointId) {
    return new EnumeratorState<>(split, List.copyOf(unassigned));
  }

  @Override
  public void close() {}
}
