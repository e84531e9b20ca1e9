package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.metrics.MetricsAccumulator;
import dev.beamflink.translation.runtime.operator.TaskHost;
import dev.beamflink.translation.runtime.sort.EncodedPair;
import dev.beamflink.translation.runtime.sort.PairSorter;
import dev.beamflink.translation.runtime.sort.SorterMemory;
import dev.beamflink.translation.runtime.spill.SpillFiles;
import dev.beamflink.translation.runtime.stage.StageHost;
import dev.beamflink.translation.runtime.window.MergingSdkWindowFn;
import java.util.Objects;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.core.memory.ManagedMemoryUseCase;
import org.apache.flink.runtime.execution.CancelTaskException;
import org.apache.flink.runtime.execution.Environment;
import org.apache.flink.runtime.io.disk.iomanager.IOManager;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * GroupByKey or Combine per key in BATCH, under any windowing and trigger: sorts its input by key,
 * then works key by key.
 *
 * <p>Its memory is bounded by the sorter's managed memory, the part of a group that is kept in
 * memory, and one element.
 */
final class BatchGroupOperator extends AbstractStreamOperator<WindowedValue<Object>>
    implements OneInputStreamOperator<EncodedPair, WindowedValue<Object>>, BoundedOneInput {

  private static final long serialVersionUID = 1L;

  private final BatchGroupSpec spec;
  private final MetricsAccumulator beamMetrics;
  private final SpillFiles files;
  private final StageHost host;
  private @Nullable PairSorter sorter; // from open() on
  private @Nullable Watermark lastWatermark;

  BatchGroupOperator(
      StreamOperatorParameters<WindowedValue<Object>> parameters, BatchGroupSpec spec) {
    super(parameters);
    this.spec = spec;
    beamMetrics = MetricsAccumulator.registered(parameters, getRuntimeContext());
    host = new TaskHost(parameters, getRuntimeContext());
    IOManager disk = getContainingTask().getEnvironment().getIOManager();
    files = new SpillFiles(() -> disk.createChannel().getPathFile());
  }

  @Override
  public void open() throws Exception {
    super.open();
    MergingSdkWindowFn.open(
        spec.group().windowing().getWindowFn(), host, spec.group().transformName());
    sorter =
        PairSorter.open(
            SorterMemory.of(getContainingTask(), memoryFraction()), getExecutionConfig());
  }

  private double memoryFraction() {
    Environment environment = getContainingTask().getEnvironment();
    return getOperatorConfig()
        .getManagedMemoryFractionOperatorUseCaseOfSlot(
            ManagedMemoryUseCase.OPERATOR,
            environment.getJobConfiguration(),
            environment.getTaskManagerInfo().getConfiguration(),
            environment.getUserCodeClassLoader().asClassLoader());
  }

  private PairSorter sorter() {
    return Objects.requireNonNull(sorter, "the operator is not open");
  }

  @Override
  public void processElement(StreamRecord<EncodedPair> element) throws Exception {
    sorter().add(element.getValue());
  }

  /** All output is still to come, so the watermark waits. */
  @Override
  public void processWatermark(Watermark mark) {
    lastWatermark = mark;
  }

  @Override
  public void endInput() throws Exception {
    BatchGroups groups =
        new BatchGroups(
            spec,
            output,
            files,
            getProcessingTimeService(),
            beamMetrics.metrics().getContainer(spec.group().transformName()));
    sorter().finish();
    EncodedPair pair = sorter().next();
    while (pair != null) {
      stopIfCanceled();
      groups.process(pair);
      pair = sorter().next();
    }
    groups.finishKey();
    if (lastWatermark != null) {
      output.emitWatermark(lastWatermark);
    }
  }

  /** The task's mailbox, which would end it, does not get its turn before all is emitted. */
  private void stopIfCanceled() {
    if (getContainingTask().isCanceled()) {
      throw new CancelTaskException();
    }
  }

  @Override
  public void close() throws Exception {
    try (SpillFiles closing = files) {
      MergingSdkWindowFn.close(spec.group().windowing().getWindowFn());
      if (sorter != null) {
        sorter.close();
      }
    } finally {
      super.close();
    }
  }
}
