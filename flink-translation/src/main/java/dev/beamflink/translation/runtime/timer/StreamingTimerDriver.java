package dev.beamflink.translation.runtime.timer;

import dev.beamflink.translation.runtime.element.EncodedKey;

/**
 * In STREAMING the watermark and the clock fire timers; keys come in any order. Input that ends
 * before its timers do ends by a drain, as a source waits for them otherwise.
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
    store.advanceWatermark(flinkWatermark);
  }

  @Override
  public void endInput() throws Exception {
    store.drain();
  }
}
