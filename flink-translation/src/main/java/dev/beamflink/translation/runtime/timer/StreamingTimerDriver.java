package dev.beamflink.translation.runtime.timer;

import dev.beamflink.translation.runtime.element.EncodedKey;

/** In STREAMING the watermark fires timers; keys come in any order. */
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
  public void endInput() {}
}
