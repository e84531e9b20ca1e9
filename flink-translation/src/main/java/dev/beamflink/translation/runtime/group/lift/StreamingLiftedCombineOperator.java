package dev.beamflink.translation.runtime.group.lift;

import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.element.KeyedElement;
import dev.beamflink.translation.runtime.element.SingleWindow;
import dev.beamflink.translation.runtime.keyed.KeyEncoder;
import dev.beamflink.translation.runtime.metrics.MetricsAccumulator;
import org.apache.beam.sdk.metrics.MetricsContainer;
import org.apache.beam.sdk.metrics.MetricsEnvironment;
import org.apache.beam.sdk.metrics.MetricsEnvironment.MetricsEnvironmentState;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.runtime.event.WatermarkEvent;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.jspecify.annotations.Nullable;

/**
 * The part of a Combine per key ahead of the exchange, in STREAMING: keeps what it has of a window
 * until the watermark passes its end, and then hands it over ahead of that watermark. Chained to
 * the producer.
 *
 * <p>Has no state: all it has goes ahead of a checkpoint's barrier, and when its input becomes
 * idle, as windows may end without it then. Its accumulators have the timestamp of the end of their
 * window, so that they hold no watermark and are not late.
 *
 * <p>Elements that the group must see one by one go alone: those of windows whose end has passed,
 * each of which may fire a pane or is counted as dropped, and those that a drain has caused. After
 * its input has been idle all do: the watermark here may be behind that of the group then, and says
 * nothing of the end of windows.
 */
final class StreamingLiftedCombineOperator extends AbstractStreamOperator<KeyedElement<Object>>
    implements OneInputStreamOperator<WindowedValue<Object>, KeyedElement<Object>>,
        BoundedOneInput {

  private static final long serialVersionUID = 1L;

  private final KeyEncoder encoder;
  private final LiftedCombine combine;
  private final StreamRecord<KeyedElement<Object>> record = new StreamRecord<>(null);
  private final MetricsAccumulator beamMetrics;
  private final MetricsContainer metricsOfTransform;
  private final MetricsEnvironmentState metricsOfThread;
  private long watermark = Long.MIN_VALUE;
  private boolean wasIdle;

  StreamingLiftedCombineOperator(
      StreamOperatorParameters<KeyedElement<Object>> parameters, LiftSpec spec) {
    super(parameters);
    encoder = spec.encoder();
    combine =
        new LiftedCombine(
            spec,
            LiftedCombine.Room.STREAMING,
            (key, accumulator) ->
                output.collect(record.replace(new KeyedElement<>(key, accumulator))));
    beamMetrics = MetricsAccumulator.registered(parameters, getRuntimeContext());
    metricsOfTransform = beamMetrics.metrics().getContainer(encoder.transformName());
    metricsOfThread = MetricsEnvironment.getMetricsEnvironmentStateForCurrentThread();
  }

  @Override
  public void processElement(StreamRecord<WindowedValue<Object>> input) {
    withMetrics(() -> process(input.getValue()));
  }

  private void process(WindowedValue<Object> element) {
    KV<?, ?> pair = encoder.pair(element);
    Object key = combine.keyOf(pair);
    EncodedKey encoded = null;
    boolean alone = goesAlone(element);
    for (BoundedWindow window : element.getWindows()) {
      if (alone || hasEnded(window)) {
        encoded = encoded == null ? combine.encoded(key) : encoded;
        passOn(encoded, element, pair.getValue(), window);
      } else {
        combine.process(key, pair.getValue(), window, element.getTimestamp());
      }
    }
  }

  private boolean goesAlone(WindowedValue<Object> element) {
    return wasIdle || element.causedByDrain() != CausedByDrain.NORMAL || combine.pauses();
  }

  private boolean hasEnded(BoundedWindow window) {
    return window.maxTimestamp().getMillis() <= watermark;
  }

  /** An accumulator of each window, as whoever merges them may change them. */
  @SuppressWarnings("NullAway") // accumulators may be null, as Beam allows
  private void passOn(
      EncodedKey key, WindowedValue<Object> element, @Nullable Object value, BoundedWindow window) {
    output.collect(
        record.replace(
            new KeyedElement<>(
                key, SingleWindow.of(element, window).withValue(combine.alone(value)))));
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    watermark = mark.getTimestamp();
    withMetrics(() -> combine.flush(this::hasEnded));
    super.processWatermark(mark);
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    if (status.isIdle()) {
      wasIdle = true;
      flush();
    }
    super.processWatermarkStatus(status);
  }

  /** A marker of a pipeline with a TestStream: what is ahead of it must have arrived. */
  @Override
  public void processWatermark(WatermarkEvent marker) throws Exception {
    flush();
    super.processWatermark(marker);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    flush();
  }

  @Override
  public void endInput() {
    flush();
  }

  private void flush() {
    withMetrics(combine::flush);
  }

  /** Runs what may call the combine function, which may have metrics. */
  private void withMetrics(Runnable action) {
    MetricsContainer outer = metricsOfThread.activate(metricsOfTransform);
    try {
      action.run();
    } finally {
      metricsOfThread.activate(outer);
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
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
}
