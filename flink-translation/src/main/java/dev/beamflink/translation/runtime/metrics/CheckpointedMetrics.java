package dev.beamflink.translation.runtime.metrics;

import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.flink.util.InstantiationUtil;
import org.jspecify.annotations.Nullable;

/**
 * What an operator's metrics were at the barriers of checkpoints. Copied once a checkpoint, and
 * only if something has changed since the one before; counting does not touch it.
 *
 * <p>Used by the task's thread. {@link #committed()} is read by others.
 */
final class CheckpointedMetrics {

  private final MetricsContainerStepMap live;
  private final NavigableMap<Long, MetricsContainerStepMap> pending = new TreeMap<>();
  private MetricsContainerStepMap newest = new MetricsContainerStepMap();
  private volatile @Nullable MetricsContainerStepMap committed;

  /**
   * @param live the metrics that go on counting
   */
  CheckpointedMetrics(MetricsContainerStepMap live) {
    this.live = live;
  }

  /** The barrier of a checkpoint: what has been counted so far belongs to it. */
  void snapshot(long checkpointId) {
    if (!live.equals(newest)) {
      newest = copy(live);
    }
    pending.put(checkpointId, newest);
  }

  /** Beam's own way to copy shares the set of a string set, which then goes on growing. */
  private static MetricsContainerStepMap copy(MetricsContainerStepMap metrics) {
    try {
      return InstantiationUtil.clone(metrics, Thread.currentThread().getContextClassLoader());
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException("Metrics can't be copied: a bug of the runner", e);
    }
  }

  /** The checkpoint is complete. Those before it are out of date. */
  void completed(long checkpointId) {
    Map.Entry<Long, MetricsContainerStepMap> complete = pending.floorEntry(checkpointId);
    if (complete != null) {
      committed = complete.getValue();
      pending.headMap(checkpointId, true).clear();
    }
  }

  /** The checkpoint will never be complete. */
  void aborted(long checkpointId) {
    pending.remove(checkpointId);
  }

  /** The metrics at the last complete checkpoint, not to be changed; null before the first one. */
  @Nullable MetricsContainerStepMap committed() {
    return committed;
  }
}
