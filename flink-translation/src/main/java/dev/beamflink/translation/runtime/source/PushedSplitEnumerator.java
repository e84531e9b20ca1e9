package dev.beamflink.translation.runtime.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.beam.runners.core.metrics.MetricsContainerImpl;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.jspecify.annotations.Nullable;

/**
 * Gives each reader its share of the splits when it registers: the split at index i goes to reader
 * i modulo parallelism. From then on the splits are in the readers' state, which Flink
 * redistributes when the parallelism changes.
 *
 * <p>Lives in the JobManager, called in the coordinator's thread. A split comes back only if its
 * reader failed before a checkpoint, and then goes to the successor of the same reader, so no
 * reader ever gets a split after it has heard that there is none left.
 */
final class PushedSplitEnumerator<SplitT extends SourceSplit>
    implements SplitEnumerator<SplitT, EnumeratorState<SplitT>> {

  private final SplitEnumeratorContext<SplitT> context;
  private final ReadTransform transform;
  private final Callable<List<SplitT>> splitter;
  private final ReaderRelease release;
  private final SplittingMetrics metrics;

  private boolean split;
  private final List<SplitT> restored;
  private final SortedMap<Integer, List<SplitT>> unassignedBySubtask = new TreeMap<>();

  /**
   * @param splitter splits the source; called at most once, and not at all if {@code state} says
   *     that the source has been split
   * @param release when readers may end
   */
  PushedSplitEnumerator(
      SplitEnumeratorContext<SplitT> context,
      ReadTransform transform,
      Callable<List<SplitT>> splitter,
      ReaderRelease release,
      EnumeratorState<SplitT> state) {
    this.context = context;
    this.transform = transform;
    this.splitter = splitter;
    this.release = release;
    this.metrics = new SplittingMetrics(context);
    this.split = state.split();
    this.restored = state.unassigned();
  }

  private void spread(List<SplitT> splits) {
    for (int i = 0; i < splits.size(); i++) {
      unassigned(i % context.currentParallelism()).add(splits.get(i));
    }
  }

  private List<SplitT> unassigned(int subtask) {
    return unassignedBySubtask.computeIfAbsent(subtask, key -> new ArrayList<>());
  }

  @Override
  public void start() {
    spread(restored);
    if (!split) {
      SplittingCall.start(context, transform, splitter, this::whenSplit);
    }
  }

  private void whenSplit(List<SplitT> splits, MetricsContainerImpl counted) {
    split = true;
    metrics.counted(counted);
    spread(splits);
    context.registeredReaders().keySet().stream().sorted().forEach(this::serve);
  }

  @Override
  public void addReader(int subtask) {
    if (split) {
      serve(subtask);
    }
  }

  private void serve(int subtask) {
    metrics.offer(subtask);
    List<SplitT> share = unassignedBySubtask.remove(subtask);
    if (share != null && !share.isEmpty()) {
      context.assignSplits(new SplitsAssignment<>(Map.of(subtask, share)));
    }
    release.nothingLeftFor(subtask);
  }

  @Override
  public void addSplitsBack(List<SplitT> splits, int subtask) {
    release.readerLost(subtask);
    metrics.readerLost(subtask);
    unassigned(subtask).addAll(splits);
  }

  @Override
  public void handleSplitRequest(int subtask, @Nullable String requesterHostname) {
    throw new IllegalStateException(
        transform
            + ": reader "
            + subtask
            + " asked for a split, but gets its splits unasked. This is a bug of the runner, please report it.");
  }

  @Override
  public void handleSourceEvent(int subtask, SourceEvent event) {
    release.handle(subtask, event);
  }

  @Override
  public EnumeratorState<SplitT> snapshotState(long checkpointId) {
    List<SplitT> unassigned = unassignedBySubtask.values().stream().flatMap(List::stream).toList();
    return new EnumeratorState<>(split, unassigned);
  }

  @Override
  public void close() {}
}
