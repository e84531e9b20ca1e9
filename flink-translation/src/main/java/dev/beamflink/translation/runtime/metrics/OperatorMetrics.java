package dev.beamflink.translation.runtime.metrics;

import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;

/**
 * The Beam metrics of one operator, summed over the subtasks that have reported. Serialisable.
 *
 * @param attempted what was counted up to now; not to be changed
 * @param committed what was counted up to the last complete checkpoint, by the subtasks that know
 *     of one; not to be changed
 * @param committing how many subtasks that are
 * @param subtasks how many subtasks the operator has
 * @param continued whether a subtask may have gone on from a checkpoint: what was counted up to
 *     there is lost then
 */
public record OperatorMetrics(
    MetricsContainerStepMap attempted,
    MetricsContainerStepMap committed,
    int committing,
    int subtasks,
    boolean continued)
    implements MergedValues<OperatorMetrics> {

  /**
   * Whether the committed values are those of the whole operator. Not so before its first
   * checkpoint, and when a subtask has failed and its successor has not reported yet.
   */
  public boolean hasCommitted() {
    return committing == subtasks && !continued;
  }

  @Override
  public OperatorMetrics merged(OperatorMetrics other) {
    return new OperatorMetrics(
        sum(attempted, other.attempted),
        sum(committed, other.committed),
        committing + other.committing,
        Math.max(subtasks, other.subtasks),
        continued || other.continued);
  }

  private static MetricsContainerStepMap sum(
      MetricsContainerStepMap first, MetricsContainerStepMap second) {
    MetricsContainerStepMap sum = new MetricsContainerStepMap();
    sum.updateAll(first);
    sum.updateAll(second);
    return sum;
  }
}
