package dev.beamflink.translation.runtime.timer;

import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.watermark.HoldTracker;
import dev.beamflink.translation.runtime.watermark.InputEnd;
import dev.beamflink.translation.runtime.watermark.OutputWatermark;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * The smallest operator with timers: an element is something to do with its key's timers, and each
 * timer that fires is emitted as text.
 */
final class TimerOperator extends AbstractStreamOperator<TimerOperator.Fired>
    implements OneInputStreamOperator<TimerOperator.Act, TimerOperator.Fired>, TimerHandler {

  private static final long serialVersionUID = 1L;

  /** An element: what to do with the timers of a key. */
  record Act(EncodedKey key, Consumer<TimerStore> action) {}

  /** A firing, as the operator emits it. */
  record Fired(String key, TimerData timer, long inputWatermarkMillis) {}

  /** What a test lets a firing timer do. */
  @FunctionalInterface
  interface OnTimer {
    void run(String key, TimerData timer, TimerStore timers);
  }

  private final transient Factory factory;
  private transient StreamingTimerStore timers;
  private transient OutputWatermark outputWatermark;

  private TimerOperator(StreamOperatorParameters<Fired> parameters, Factory factory) {
    super(parameters);
    this.factory = factory;
  }

  @Override
  public void open() throws Exception {
    super.open();
    outputWatermark =
        new OutputWatermark(
            new HoldTracker(),
            new InputEnd(() -> false),
            millis -> output.emitWatermark(new Watermark(millis)));
    timers =
        new StreamingTimerStore(
            TimerBackend.of(getKeyedStateBackend(), getTimeServiceManager().orElseThrow(), this),
            factory.windowCoder,
            factory.ranking,
            this,
            outputWatermark);
  }

  @Override
  public void processElement(StreamRecord<Act> element) throws Exception {
    element.getValue().action().accept(timers);
    timers.fireDue();
    outputWatermark.update();
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (factory.bypassStore) {
      super.processWatermark(mark);
    }
    timers.advanceWatermark(mark.getTimestamp());
    outputWatermark.inputWatermark(mark.getTimestamp());
    outputWatermark.update();
  }

  @Override
  public void onTimer(TimerData timer) {
    String key = text((EncodedKey) getCurrentKey());
    output.collect(
        new StreamRecord<>(new Fired(key, timer, timers.currentInputWatermarkTime().getMillis())));
    factory.onTimer.run(key, timer, timers);
  }

  @Override
  public void afterProcessingTimeTimer() {
    outputWatermark.update();
  }

  StreamingTimerStore timers() {
    return timers;
  }

  OutputWatermark outputWatermark() {
    return outputWatermark;
  }

  static EncodedKey key(String text) {
    return EncodedKey.ofBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(EncodedKey key) {
    return new String(key.bytes(), StandardCharsets.UTF_8);
  }

  /** Makes the operator and holds what differs between tests. */
  static final class Factory extends AbstractStreamOperatorFactory<Fired> {

    private static final long serialVersionUID = 1L;

    Coder<? extends BoundedWindow> windowCoder = IntervalWindow.getCoder();
    transient TimerRanking ranking = TimerRanking.ALL_USER;
    transient OnTimer onTimer = (key, timer, timers) -> {};
    boolean bypassStore;

    @Override
    @SuppressWarnings("unchecked") // asked for as the type that it makes
    public <T extends StreamOperator<Fired>> T createStreamOperator(
        StreamOperatorParameters<Fired> parameters) {
      return (T) new TimerOperator(parameters, this);
    }

    @Override
    public Class<? extends StreamOperator<?>> getStreamOperatorClass(ClassLoader classLoader) {
      return TimerOperator.class;
    }
  }
}
