package dev.beamflink.translation.runtime.element;

import java.io.IOException;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.WindowedValue;
import org.jspecify.annotations.Nullable;

/**
 * The byte in front of an element on the wire and in checkpoints, which says what follows.
 *
 * <pre>
 * bits 0-1  windows:   0 the global window   1 one window   2 count (varint) and windows
 * bits 2-3  timestamp: 0 Beam's minimum      1 the (one) window's maximum   2 eight bytes
 * bit  4    a pane follows (else {@link PaneInfo#NO_FIRING})
 * bit  5    caused by drain
 * bit  6    a record id follows
 * bit  7    a record offset follows
 * </pre>
 */
final class ElementHeader {

  static final int WINDOW_MASK = 0x03;
  static final int GLOBAL_WINDOW = 0;
  static final int ONE_WINDOW = 1;
  static final int SEVERAL_WINDOWS = 2;
  static final int TIME_MASK = 0x0c;
  static final int TIME_MIN = 0;
  static final int TIME_WINDOW_MAX = 1 << 2;
  static final int TIME_EXPLICIT = 2 << 2;
  static final int PANE = 1 << 4;
  static final int DRAIN = 1 << 5;
  static final int RECORD_ID = 1 << 6;
  static final int RECORD_OFFSET = 1 << 7;

  static final long MIN_MILLIS = BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis();

  private ElementHeader() {}

  /**
   * The header of an element.
   *
   * @param single its window; null if it is in several
   */
  static int of(WindowedValue<?> element, @Nullable BoundedWindow single) {
    int header = windowBits(single) | timestampBits(element.getTimestamp().getMillis(), single);
    if (!PaneInfo.NO_FIRING.equals(element.getPaneInfo())) {
      header |= PANE;
    }
    if (element.causedByDrain() == CausedByDrain.CAUSED_BY_DRAIN) {
      header |= DRAIN;
    }
    if (element.getRecordId() != null) {
      header |= RECORD_ID;
    }
    if (element.getRecordOffset() != null) {
      header |= RECORD_OFFSET;
    }
    return header;
  }

  private static int windowBits(@Nullable BoundedWindow single) {
    if (single == null) {
      return SEVERAL_WINDOWS;
    }
    return single instanceof GlobalWindow ? GLOBAL_WINDOW : ONE_WINDOW;
  }

  private static int timestampBits(long millis, @Nullable BoundedWindow single) {
    if (millis == MIN_MILLIS) {
      return TIME_MIN;
    }
    return single != null && single.maxTimestamp().getMillis() == millis
        ? TIME_WINDOW_MAX
        : TIME_EXPLICIT;
  }

  static IOException notOurs(int header) {
    return new IOException(
        "Not an element of this format: header 0x" + Integer.toHexString(header));
  }
}
