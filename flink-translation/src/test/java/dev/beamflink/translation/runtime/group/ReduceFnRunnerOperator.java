package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.element.KeyedElement;
import dev.beamflink.translation.runtime.keyed.CurrentKey;
import dev.beamflink.translation.runtime.metrics.MetricsAccumulator;
import dev.beamflink.translation.runtime.state.KeptValues;
import dev.beamflink.translation.runtime.state.KeyedStateInternals;
import dev.beamflink.translation.runtime.timer.StreamingTimerStore;
import dev.beamflink.translation.runtime.timer.TimerBackend;
import dev.beamflink.translation.runtime.timer.TimerHandler;
import dev.beamflink.translation.runtime.timer.TimerRanking;
import dev.beamflink.translation.runtime.watermark.HoldTracker;
import dev.beamflink.translation.runtime.watermark.InputEnd;
import dev.beamflink.translation.runtime.watermark.OutputWatermark;
import org.apache.beam.runners.core.ReduceFnRunner;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Groups as runners-core's {@code ReduceFnRunner} makes them, with all it knows in keyed state:
 * what ours are compared with.
 */
final class ReduceFnRunnerOperator extends AbstractStreamOperator<WindowedValue<Object>>
    implements OneInputStreamOperator<KeyedElement<Object>, WindowedValue<Object>>, TimerHandler {

  private static final long serialVersionUID = 1L;

  private final GroupSpec spec;
  private final MetricsAccumulator beamMetrics;
  private final OutputWatermark outputWatermark;
  private StreamingTimerStore timers;
  private KeyGrouping grouping;

  private ReduceFnRunnerOperator(
      StreamOperatorParameters<WindowedValue<Object>> parameters, GroupSpec spec) {
    super(parameters);
    this.spec = spec;
    beamMetrics = MetricsAccumulator.registered(parameters, getRuntimeContext());
    outputWatermark =
        new OutputWatermark(
            new HoldTracker(),
            InputEnd.of(parameters),
            millis -> output.emitWatermark(new Watermark(millis)));
  }

  @Override
  public void open() throws Exception {
    super.open();
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
            new KeptValues(getContainingTask().getEnvironment().getIOManager()));
    ReduceFnRunnerStates.register(spec, state);
    state.replayHolds();
    timers =
        new StreamingTimerStore(
            backend, spec.windowCoder(), TimerRanking.ALL_USER, this, outputWatermark);
    grouping =
        new KeyGrouping(
            spec,
            state,
            timers,
            new GroupOutput(output, key),
            new GroupCalls(
                spec.transformName(), beamMetrics.metrics().getContainer(spec.transformName())),
            ReduceFnRunnerOperator::onePerCall);
  }

  private static GroupRunners onePerCall(GroupRunners.Maker maker) {
    return new GroupRunners() {
      @Override
      public ReduceFnRunner<Object, Object, Object, BoundedWindow> acquire() {
        return maker.make();
      }

      @Override
      public void release(ReduceFnRunner<Object, Object, Object, BoundedWindow> runner) {
        runner.persist();
      }
    };
  }

  @Override
  public void processElement(StreamRecord<KeyedElement<Object>> element) throws Exception {
    grouping.process(element.getValue().value());
    timers.fireDue();
    outputWatermark.update();
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    timers.advanceWatermark(mark.getTimestamp());
    outputWatermark.inputWatermark(mark.getTimestamp());
    outputWatermark.update();
  }

  @Override
  public void onTimer(TimerData timer) {
    grouping.onTimer(timer);
  }

  @Override
  public void afterProcessingTimeTimer() {
    outputWatermark.update();
  }

  /** Makes the operator. */
  static final class Factory extends AbstractStreamOperatorFactory<WindowedValue<Object>>
      implements OneInputStreamOperatorFactory<KeyedElement<Object>, WindowedValue<Object>> {

    private static final long serialVersionUID = 1L;

    private final GroupSpec spec;

    Factory(GroupSpec spec) {
      this.spec = spec;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T extends StreamOperator<WindowedValue<Object>>> T createStreamOperator(
        StreamOperatorParameters<WindowedValue<Object>> parameters) {
      return (T) new ReduceFnRunnerOperator(parameters, spec);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
      return ReduceFnRunnerOperator.class;
    }
  }
}
