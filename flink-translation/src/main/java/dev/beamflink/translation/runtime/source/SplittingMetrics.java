package dev.beamflink.translation.runtime.source;

import org.apache.beam.runners.core.metrics.MetricsContainerImpl;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.jspecify.annotations.Nullable;

/**
 * Brings what a source has counted while it was split to the client. Metrics go there from tasks
 * only, so one reader takes them along with its own; if that fails, another one does.
 *
 * <p>Belongs to an enumerator, called in the coordinator's thread. As all metrics, those of a run
 * that has failed are not part of the next.
 */
final class SplittingMetrics {

  private static final int NOBODY = -1;

  private final SplitEnumeratorContext<?> context;
  private @Nullable MetricsContainerImpl metrics;
  private int receiver = NOBODY;

  SplittingMetrics(SplitEnumeratorContext<?> context) {
    this.context = context;
  }

  /** The source has been split. */
  void counted(MetricsContainerImpl counted) {
    metrics = counted.getUpdates().isEmpty() ? null : counted;
  }

  /** A reader, which is registered, can take metrics. */
  void offer(int subtask) {
    MetricsContainerImpl counted = metrics;
    if (counted != null && receiver == NOBODY) {
      receiver = subtask;
      context.sendEventToSourceReader(subtask, new SplittingMetricsEvent(counted));
    }
  }

  /** A reader has failed, and its metrics are lost. */
  void readerLost(int subtask) {
    if (receiver == subtask) {
      receiver = NOBODY;
    }
  }
}
