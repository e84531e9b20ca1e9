package dev.beamflink.translation.runtime.timer;

import dev.beamflink.translation.runtime.element.EncodedKey;
import org.jspecify.annotations.Nullable;

/**
 * In BATCH elements are sorted by key: the end of a key fires its timers, watermarks say nothing.
 */
public final class BatchTimerDriver implements TimerDriver {

  private final BatchTimerStore store;
  private @Nullable EncodedKey current;

  public BatchTimerDriver(BatchTimerStore store) {
    this.store = store;
  }

  @Override
  public TimerStore store() {
    return store;
  }

  @Override
  public void beforeElementOf(EncodedKey key) throws Exception {
    if (!key.equals(current)) {
      finishCurrent();
      current = key;
    }
  }

  /** The only watermark of BATCH is the last one, after the last element. */
  @Override
  public void advanceWatermark(long flinkWatermark) throws Exception {
    if (flinkWatermark == Long.MAX_VALUE) {
      finishCurrent();
    }
  }

  @Override
  public void endInput() throws Exception {
    finishCurrent();
  }

  private void finishCurrent() throws Exception {
    if (current != null) {
      store.finishKey();
      current = null;
    }
  }
}
