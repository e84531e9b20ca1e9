package dev.beamflink.translation.runtime.element;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.StructuredCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.util.VarInt;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The wire format of a {@link WindowedValue}: one header byte, then only what differs from the
 * common case, then the value.
 *
 * <pre>
 * bits 0-1  windows:   0 the global window   1 one window   2 count (varint) and windows
 * bits 2-3  timestamp: 0 Beam's minimum      1 the (one) window's maximum   2 eight bytes
 * bit  4    a pane follows (else {@link PaneInfo#NO_FIRING})
 * bit  5    caused by drain
 * bit  6    a record id follows
 * bit  7    a record offset follows
 * </pre>
 *
 * The parts follow in the order windows, timestamp, pane, record id, record offset, value. The
 * format is part of checkpoints: elements that wait in state are stored in it.
 */
public final class WindowedValueCoder<T extends @Nullable Object>
    extends StructuredCoder<WindowedValue<T>> {

  private static final long serialVersionUID = 1L;

  private static final int WINDOW_MASK = 0x03;
  private static final int GLOBAL_WINDOW = 0;
  private static final int ONE_WINDOW = 1;
  private static final int SEVERAL_WINDOWS = 2;
  private static final int TIME_MASK = 0x0c;
  private static final int TIME_MIN = 0;
  private static final int TIME_WINDOW_MAX = 1 << 2;
  private static final int TIME_EXPLICIT = 2 << 2;
  private static final int PANE = 1 << 4;
  private static final int DRAIN = 1 << 5;
  private static final int RECORD_ID = 1 << 6;
  private static final int RECORD_OFFSET = 1 << 7;

  private static final Collection<? extends BoundedWindow> GLOBAL_WINDOWS =
      Collections.singletonList(GlobalWindow.INSTANCE);
  private static final long MIN_MILLIS = BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis();

  private final Coder<T> valueCoder;
  private final Coder<BoundedWindow> windowCoder;

  private WindowedValueCoder(Coder<T> valueCoder, Coder<BoundedWindow> windowCoder) {
    this.valueCoder = valueCoder;
    this.windowCoder = windowCoder;
  }

  /** A coder for values of {@code valueCoder} in windows of {@code windowCoder}. */
  @SuppressWarnings("unchecked") // every window of the PCollection is one of its window coder
  public static <T extends @Nullable Object> WindowedValueCoder<T> of(
      Coder<T> valueCoder, Coder<? extends BoundedWindow> windowCoder) {
    return new WindowedValueCoder<>(valueCoder, (Coder<BoundedWindow>) windowCoder);
  }

  /** The coder of the value inside. */
  public Coder<T> valueCoder() {
    return valueCoder;
  }

  /** The coder of the windows. */
  public Coder<BoundedWindow> windowCoder() {
    return windowCoder;
  }

  @Override
  public void encode(WindowedValue<T> element, OutputStream out) throws IOException {
    encodeMetadata(element, out);
    valueCoder.encode(element.getValue(), out);
  }

  @Override
  public WindowedValue<T> decode(InputStream in) throws IOException {
    int header = readByte(in);
    Collection<? extends BoundedWindow> windows = decodeWindows(header, in);
    Instant timestamp = decodeTimestamp(header, windows, in);
    PaneInfo pane =
        (header & PANE) == 0 ? PaneInfo.NO_FIRING : PaneInfo.PaneInfoCoder.INSTANCE.decode(in);
    String recordId = (header & RECORD_ID) == 0 ? null : StringUtf8Coder.of().decode(in);
    Long recordOffset = (header & RECORD_OFFSET) == 0 ? null : VarInt.decodeLong(in);
    CausedByDrain drain =
        (header & DRAIN) == 0 ? CausedByDrain.NORMAL : CausedByDrain.CAUSED_BY_DRAIN;
    T value = valueCoder.decode(in);
    return WindowedValues.of(value, timestamp, windows, pane, recordId, recordOffset, drain);
  }

  private void encodeMetadata(WindowedValue<T> element, OutputStream out) throws IOException {
    Collection<? extends BoundedWindow> windows = element.getWindows();
    BoundedWindow single = windows.size() == 1 ? windows.iterator().next() : null;
    PaneInfo pane = element.getPaneInfo();
    String recordId = element.getRecordId();
    Long recordOffset = element.getRecordOffset();
    long millis = element.getTimestamp().getMillis();

    int header = windowBits(single) | timestampBits(millis, single);
    if (!PaneInfo.NO_FIRING.equals(pane)) {
      header |= PANE;
    }
    if (element.causedByDrain() == CausedByDrain.CAUSED_BY_DRAIN) {
      header |= DRAIN;
    }
    if (recordId != null) {
      header |= RECORD_ID;
    }
    if (recordOffset != null) {
      header |= RECORD_OFFSET;
    }
    out.write(header);

    switch (header & WINDOW_MASK) {
      case ONE_WINDOW -> windowCoder.encode(single, out);
      case SEVERAL_WINDOWS -> encodeWindows(windows, out);
      default -> {} // the global window needs no bytes
    }
    if ((header & TIME_MASK) == TIME_EXPLICIT) {
      writeLong(millis, out);
    }
    if ((header & PANE) != 0) {
      PaneInfo.PaneInfoCoder.INSTANCE.encode(pane, out);
    }
    if (recordId != null) {
      StringUtf8Coder.of().encode(recordId, out);
    }
    if (recordOffset != null) {
      VarInt.encode(recordOffset, out);
    }
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

  private void encodeWindows(Collection<? extends BoundedWindow> windows, OutputStream out)
      throws IOException {
    VarInt.encode(windows.size(), out);
    for (BoundedWindow window : windows) {
      windowCoder.encode(window, out);
    }
  }

  private Collection<? extends BoundedWindow> decodeWindows(int header, InputStream in)
      throws IOException {
    return switch (header & WINDOW_MASK) {
      case GLOBAL_WINDOW -> GLOBAL_WINDOWS;
      case ONE_WINDOW -> Collections.singletonList(windowCoder.decode(in));
      case SEVERAL_WINDOWS -> decodeSeveralWindows(in);
      default -> throw notOurs(header);
    };
  }

  private Collection<? extends BoundedWindow> decodeSeveralWindows(InputStream in)
      throws IOException {
    int count = VarInt.decodeInt(in);
    List<BoundedWindow> windows = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      windows.add(windowCoder.decode(in));
    }
    return Collections.unmodifiableList(windows);
  }

  private static Instant decodeTimestamp(
      int header, Collection<? extends BoundedWindow> windows, InputStream in) throws IOException {
    return switch (header & TIME_MASK) {
      case TIME_MIN -> BoundedWindow.TIMESTAMP_MIN_VALUE;
      case TIME_WINDOW_MAX -> windows.iterator().next().maxTimestamp();
      case TIME_EXPLICIT -> Instant.ofEpochMilli(readLong(in));
      default -> throw notOurs(header);
    };
  }

  private static IOException notOurs(int header) {
    return new IOException(
        "Not an element of this format: header 0x" + Integer.toHexString(header));
  }

  /** Big endian. By hand, as {@code DataInputStream} allocates buffers of 330 bytes when made. */
  private static void writeLong(long value, OutputStream out) throws IOException {
    for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      out.write((int) (value >>> shift));
    }
  }

  private static long readLong(InputStream in) throws IOException {
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value = value << Byte.SIZE | readByte(in);
    }
    return value;
  }

  private static int readByte(InputStream in) throws IOException {
    int read = in.read();
    if (read < 0) {
      throw new EOFException("No element left");
    }
    return read;
  }

  @Override
  public List<? extends Coder<?>> getCoderArguments() {
    return List.of(valueCoder, windowCoder);
  }

  @Override
  public void verifyDeterministic() throws NonDeterministicException {
    verifyDeterministic(this, "value and window coders must be", valueCoder, windowCoder);
  }
}
