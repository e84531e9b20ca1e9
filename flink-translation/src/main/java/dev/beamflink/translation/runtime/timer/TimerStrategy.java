package dev.beamflink.translation.runtime.timer;

import dev.beamflink.translation.runtime.watermark.OutputWatermark;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/** How a keyed operator's timers work; chosen at translation by the job's mode. */
public enum TimerStrategy {
  /** In Flink's state and timer queues, fired by watermarks. */
  STREAMING {
    @Override
    public TimerDriver open(
        TimerBackend backend,
        ProcessingTimeService clock,
        Coder<? extends BoundedWindow> windowCoder,
        TimerRanking ranking,
        TimerHandler handler,
        OutputWatermark outputWatermark)
        throws Exception {
      return new StreamingTimerDriver(
          new StreamingTimerStore(backend, windowCoder, ranking, handler, outputWatermark));
    }
  },
  /** In memory, one key at a time, fired when the key's elements are over. */
  BATCH {
    @Override
    public TimerDriver open(
        TimerBackend backend,
        ProcessingTimeService clock,
        Coder<? extends BoundedWindow> windowCoder,
        TimerRanking ranking,
        TimerHandler handler,
        OutputWatermark outputWatermark) {
      return new BatchTimerDriver(new BatchTimerStore(ranking, handler, clock));
    }
  };

  /**
   * Opens the timers of an operator, when its state has been restored.
   *
   * @param handler is called for each timer that fires
   * @param outputWatermark takes the timers' holds
   * @throws Exception when restored timers can't be read
   */
  public abstract TimerDriver open(
      TimerBackend backend,
      ProcessingTimeService clock,
      Coder<? extends BoundedWindow> windowCoder,
      TimerRanking ranking,
      TimerHandler handler,
      OutputWatermark outputWatermark)
      throws Exception;
}
