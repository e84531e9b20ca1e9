package dev.beamflink.translation.runtime.timer;

import dev.beamflink.translation.runtime.element.EncodedKey;

/**
 * In STREAMING the watermark and the clock fire timers; keys come in any order. When the job drains
 * the clock is not waited for: with the last watermark, and once more when the input ends, as what
 * input had ended by itself has set is still there then. Input does not end otherwise before its
 * timers do, as a source waits for them.
 */
public final class StreamingTimerDriver implements TimerDriver {

  private final StreamingTimerStore store;

  public StreamingTimerDriver(StreamingTimerStore store) {
    this.store = store;
  }

  @Override
  public TimerStore store() {
    return store;
  }

  @Override
  public void beforeElementOf(EncodedKey key) {}

  @Override
  public void advanceWatermark(long flinkWatermark) throws Exception {
    if (store.isDrain(flinkWatermark)) {
      store.drain();
    } else {
      store.advanceWatermark(flinkWatermark);
    }
  }

  @Override
  public void endInput() throws Exception {
    store.drain();
  }
}
