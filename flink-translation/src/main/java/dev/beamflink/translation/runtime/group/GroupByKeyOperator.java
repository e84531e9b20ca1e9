package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.element.KeyedElement;
import dev.beamflink.translation.runtime.keyed.CurrentKey;
import dev.beamflink.translation.runtime.metrics.MetricsAccumulator;
import dev.beamflink.translation.runtime.operator.TaskHost;
import dev.beamflink.translation.runtime.stage.StageHost;
import dev.beamflink.translation.runtime.state.KeptValues;
import dev.beamflink.translation.runtime.state.KeyedStateInternals;
import dev.beamflink.translation.runtime.teststream.TestTime;
import dev.beamflink.translation.runtime.timer.StreamingTimerStore;
import dev.beamflink.translation.runtime.timer.TimerBackend;
import dev.beamflink.translation.runtime.timer.TimerHandler;
import dev.beamflink.translation.runtime.timer.TimerRanking;
import dev.beamflink.translation.runtime.watermark.HoldTracker;
import dev.beamflink.translation.runtime.watermark.InputEnd;
import dev.beamflink.translation.runtime.watermark.OutputWatermark;
import dev.beamflink.translation.runtime.window.MergingSdkWindowFn;
import java.util.Objects;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.runtime.event.WatermarkEvent;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * GroupByKey or Combine per key in STREAMING, under any windowing and trigger.
 *
 * <p>The output watermark is held by what a group may still emit: its hold states, in memory for
 * all keys and rebuilt from state when the operator opens.
 *
 * <p>Has no work left when its input watermark is at its end: every window, the global one too,
 * ends before that, so whatever a processing-time trigger still waits for has been emitted.
 */
final class GroupByKeyOperator extends AbstractStreamOperator<WindowedValue<Object>>
    implements OneInputStreamOperator<KeyedElement<Object>, WindowedValue<Object>>, TimerHandler {

  private static final long serialVersionUID = 1L;

  private final GroupSpec spec;
  private final Room room;
  private final MetricsAccumulator beamMetrics;
  private final OutputWatermark outputWatermark;
  private final KeptValues keptValues;
  private final StageHost host;
  private @Nullable WindowedGroups groups; // from open() on

  /**
   * @param room for groups that are in no state yet
   */
  GroupByKeyOperator(
      StreamOperatorParameters<WindowedValue<Object>> parameters, GroupSpec spec, Room room) {
    super(TestTime.in(parameters));
    this.spec = spec;
    this.room = room;
    beamMetrics = MetricsAccumulator.registered(parameters, getRuntimeContext());
    host = new TaskHost(parameters, getRuntimeContext());
    keptValues = new KeptValues(getContainingTask().getEnvironment().getIOManager());
    outputWatermark =
        new OutputWatermark(
            new HoldTracker(),
            InputEnd.of(parameters),
            millis -> output.emitWatermark(new Watermark(millis)));
  }

  @Override
  public void open() throws Exception {
    super.open();
    MergingSdkWindowFn.open(spec.windowing().getWindowFn(), host, spec.transformName());
    TimerBackend backend =
        TimerBackend.of(getKeyedStateBackend(), getTimeServiceManager().orElseThrow(), this);
    CurrentKey key = new CurrentKey(this, spec.keyCoder(), spec.transformName());
    KeyedStateInternals state =
        new KeyedStateInternals(
            backend.state(),
            spec.transformName(),
            spec.windowCoder(),
            key::get,
            new TrackedHolds(outputWatermark.holds()),
            keptValues);
    GroupStates.register(spec, state);
    state.replayHolds();
    StreamingTimerStore timers =
        new StreamingTimerStore(
            backend, spec.windowCoder(), TimerRanking.ALL_USER, this, outputWatermark);
    groups =
        new WindowedGroups(
            spec,
            room,
            state,
            timers,
            outputWatermark,
            new GroupOutput(output, key),
            new GroupCalls(
                spec.transformName(), beamMetrics.metrics().getContainer(spec.transformName())),
            this::setCurrentKey);
  }

  private WindowedGroups groups() {
    return Objects.requireNonNull(groups, "the operator is not open");
  }

  @Override
  public void processElement(StreamRecord<KeyedElement<Object>> element) {
    groups().process(element.getValue());
    outputWatermark.update();
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    groups().advanceWatermark(mark.getTimestamp());
    outputWatermark.inputWatermark(mark.getTimestamp());
    outputWatermark.update();
  }

  /** A marker of a pipeline with a TestStream. */
  @Override
  public void processWatermark(WatermarkEvent marker) throws Exception {
    TestTime.arrived(marker, getProcessingTimeService());
    super.processWatermark(marker);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    groups().moveToState();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    keptValues.beforeSnapshot();
    beamMetrics.snapshot(context.getCheckpointId());
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    beamMetrics.checkpointCompleted(checkpointId);
  }

  @Override
  public void notifyCheckpointAborted(long checkpointId) throws Exception {
    super.notifyCheckpointAborted(checkpointId);
    beamMetrics.checkpointAborted(checkpointId);
  }

  @Override
  public void onTimer(TimerData timer) {
    groups().onTimer((EncodedKey) getCurrentKey(), timer);
  }

  @Override
  public void afterProcessingTimeTimer() {
    outputWatermark.update();
  }

  @Override
  public void close() throws Exception {
    try {
      if (groups != null) {
        groups.close(); // first, as others may fail
      }
      MergingSdkWindowFn.close(spec.windowing().getWindowFn());
      keptValues.close();
    } finally {
      super.close();
    }
  }
}
