package dev.beamflink.translation.runtime.metrics;

import java.io.Serial;
import java.util.Objects;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.flink.api.common.accumulators.Accumulator;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.StreamingRuntimeContext;
import org.jspecify.annotations.Nullable;

/**
 * Carries the Beam metrics of one operator to the client: Flink ships it with heartbeats and at the
 * end of the task, merged over subtasks. Updating a metric does not touch it.
 *
 * <p>With exactly-once checkpoints it has committed values: those at the barrier of the last
 * checkpoint that the subtask knows to be complete. Its owner says when a checkpoint is taken,
 * complete or aborted, after its bundle has ended.
 */
public final class MetricsAccumulator
    implements Accumulator<MetricsContainerStepMap, OperatorMetrics> {

  private static final long serialVersionUID = 1L;

  /** Accumulators of this runner have names that begin so; the operator's id follows. */
  public static final String NAME_PREFIX = "beam-metrics/";

  private final transient MetricsContainerStepMap metrics = new MetricsContainerStepMap();
  private final transient @Nullable CheckpointedMetrics checkpointed;
  private final int subtasks;
  private final boolean continued;

  /**
   * An accumulator that is not registered.
   *
   * @param subtasks of the operator
   * @param continued whether the operator may have taken up its work from a checkpoint
   * @param checkpoints whether values are committed by checkpoints
   */
  public MetricsAccumulator(int subtasks, boolean continued, boolean checkpoints) {
    this.subtasks = subtasks;
    this.continued = continued;
    this.checkpointed = checkpoints ? new CheckpointedMetrics(metrics) : null;
  }

  /**
   * Registers the accumulator of an operator with its task, unless the job wants no metrics.
   *
   * @param context of the operator
   */
  public static MetricsAccumulator registered(
      StreamOperatorParameters<?> parameters, StreamingRuntimeContext context) {
    return registered(
        context,
        parameters.getStreamConfig().getOperatorID().toString(),
        parameters
            .getContainingTask()
            .getEnvironment()
            .getTaskStateManager()
            .getRestoreCheckpointId()
            .isPresent());
  }

  /** The same for a reader, which does not know from where its job went on. */
  public static MetricsAccumulator registeredByReader(StreamingRuntimeContext context) {
    return registered(context, context.getOperatorUniqueID(), false);
  }

  private static MetricsAccumulator registered(
      StreamingRuntimeContext context, String operatorId, boolean restored) {
    Configuration job = context.getJobConfiguration();
    boolean checkpoints = CheckpointingOptions.isCheckpointingEnabled(job);
    MetricsAccumulator accumulator =
        new MetricsAccumulator(
            context.getTaskInfo().getNumberOfParallelSubtasks(),
            checkpoints && mayContinue(context, restored),
            checkpoints
                && CheckpointingOptions.getCheckpointingMode(job)
                    == CheckpointingMode.EXACTLY_ONCE);
    if (job.get(BeamMetricOptions.ENABLED)) {
      context.addAccumulator(NAME_PREFIX + operatorId, accumulator);
      if (job.get(BeamMetricOptions.IN_REST)) {
        RestMetrics.include(context, accumulator.metrics());
      }
    }
    return accumulator;
  }

  /**
   * Without checkpoints, and in BATCH, a task that is run again counts all of its work again. With
   * them Flink tells only tasks that have state what they go on from, so any second attempt counts.
   *
   * <p>A JobManager that takes over begins with first attempts. Without high availability none
   * does, and what a first attempt goes on from is another job's savepoint.
   */
  private static boolean mayContinue(StreamingRuntimeContext context, boolean restored) {
    return context.getTaskInfo().getAttemptNumber() > 0
        || (restored && highlyAvailable(context.getTaskManagerRuntimeInfo().getConfiguration()));
  }

  private static boolean highlyAvailable(Configuration taskManager) {
    return !taskManager.get(HighAvailabilityOptions.HA_MODE).equalsIgnoreCase("NONE");
  }

  /** The live metrics by transform; updated by the task's thread, read by others. */
  public MetricsContainerStepMap metrics() {
    return metrics;
  }

  /** The barrier of a checkpoint: what has been counted so far belongs to it. */
  public void snapshot(long checkpointId) {
    if (checkpointed != null) {
      checkpointed.snapshot(checkpointId);
    }
  }

  /** The checkpoint, and with it every earlier one, is durable. */
  public void checkpointCompleted(long checkpointId) {
    if (checkpointed != null) {
      checkpointed.completed(checkpointId);
    }
  }

  /** The checkpoint will never be complete. */
  public void checkpointAborted(long checkpointId) {
    if (checkpointed != null) {
      checkpointed.aborted(checkpointId);
    }
  }

  /** The values now. Committed ones are read first, so that they never exceed the others. */
  @Override
  public OperatorMetrics getLocalValue() {
    MetricsContainerStepMap committed = checkpointed == null ? null : checkpointed.committed();
    return new OperatorMetrics(
        metrics,
        Objects.requireNonNullElseGet(committed, MetricsContainerStepMap::new),
        committed == null ? 0 : 1,
        subtasks,
        continued);
  }

  /** What travels are the values of the moment. */
  @Serial
  private Object writeReplace() {
    return new Reported<>(getLocalValue());
  }

  @Override
  public void add(MetricsContainerStepMap more) {
    metrics.updateAll(more);
  }

  @Override
  public void resetLocal() {
    throw new UnsupportedOperationException("The metrics of a task are never reset");
  }

  @Override
  public void merge(Accumulator<MetricsContainerStepMap, OperatorMetrics> other) {
    throw new UnsupportedOperationException("Metrics are merged where they were sent");
  }

  @Override
  public MetricsAccumulator clone() {
    throw new UnsupportedOperationException("Metrics are copied where they were sent");
  }
}
