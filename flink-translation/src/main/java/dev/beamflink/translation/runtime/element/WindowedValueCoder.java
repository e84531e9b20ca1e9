package dev.beamflink.translation.runtime.element;

import static dev.beamflink.translation.runtime.element.ElementHeader.DRAIN;
import static dev.beamflink.translation.runtime.element.ElementHeader.GLOBAL_WINDOW;
import static dev.beamflink.translation.runtime.element.ElementHeader.ONE_WINDOW;
import static dev.beamflink.translation.runtime.element.ElementHeader.PANE;
import static dev.beamflink.translation.runtime.element.ElementHeader.RECORD_ID;
import static dev.beamflink.translation.runtime.element.ElementHeader.RECORD_OFFSET;
import static dev.beamflink.translation.runtime.element.ElementHeader.SEVERAL_WINDOWS;
import static dev.beamflink.translation.runtime.element.ElementHeader.TIME_EXPLICIT;
import static dev.beamflink.translation.runtime.element.ElementHeader.TIME_MASK;
import static dev.beamflink.translation.runtime.element.ElementHeader.TIME_MIN;
import static dev.beamflink.translation.runtime.element.ElementHeader.TIME_WINDOW_MAX;
import static dev.beamflink.translation.runtime.element.ElementHeader.WINDOW_MASK;

import dev.beamflink.translation.runtime.wire.FormattedCoder;
import dev.beamflink.translation.runtime.wire.ValueFormat;
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
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.util.VarInt;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The wire format of a {@link WindowedValue}: one header byte ({@link ElementHeader}), then only
 * what differs from the common case, then the value.
 *
 * <p>The parts follow in the order windows, timestamp, pane, record id, record offset, value. The
 * format is part of checkpoints: elements that wait in state are stored in it.
 */
public final class WindowedValueCoder<T extends @Nullable Object>
    extends StructuredCoder<WindowedValue<T>> implements FormattedCoder<WindowedValue<T>> {

  private static final long serialVersionUID = 1L;

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
  public ValueFormat<WindowedValue<T>> newFormat() {
    return new WindowedValueFormat<>(this);
  }

  @Override
  public void encode(WindowedValue<T> element, OutputStream out) throws IOException {
    int header = ElementHeader.of(element, single(element.getWindows()));
    out.write(header);
    encodeBehind(header, element, out);
  }

  @Override
  public WindowedValue<T> decode(InputStream in) throws IOException {
    return decodeBehind(readByte(in), in);
  }

  /** Reads what is behind the header. */
  WindowedValue<T> decodeBehind(int header, InputStream in) throws IOException {
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

  /** Writes what is behind the header. */
  void encodeBehind(int header, WindowedValue<T> element, OutputStream out) throws IOException {
    encodeMetadata(header, element, out);
    valueCoder.encode(element.getValue(), out);
  }

  private void encodeMetadata(int header, WindowedValue<T> element, OutputStream out)
      throws IOException {
    Collection<? extends BoundedWindow> windows = element.getWindows();
    String recordId = element.getRecordId();
    Long recordOffset = element.getRecordOffset();
    switch (header & WINDOW_MASK) {
      case ONE_WINDOW -> windowCoder.encode(windows.iterator().next(), out);
      case SEVERAL_WINDOWS -> encodeWindows(windows, out);
      default -> {} // the global window needs no bytes
    }
    if ((header & TIME_MASK) == TIME_EXPLICIT) {
      writeLong(element.getTimestamp().getMillis(), out);
    }
    if ((header & PANE) != 0) {
      PaneInfo.PaneInfoCoder.INSTANCE.encode(element.getPaneInfo(), out);
    }
    if (recordId != null) {
      StringUtf8Coder.of().encode(recordId, out);
    }
    if (recordOffset != null) {
      VarInt.encode(recordOffset, out);
    }
  }

  private static @Nullable BoundedWindow single(Collection<? extends BoundedWindow> windows) {
    return windows.size() == 1 ? windows.iterator().next() : null;
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
      case GLOBAL_WINDOW -> GlobalElement.WINDOWS;
      case ONE_WINDOW -> Collections.singletonList(windowCoder.decode(in));
      case SEVERAL_WINDOWS -> decodeSeveralWindows(in);
      default -> throw ElementHeader.notOurs(header);
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
      default -> throw ElementHeader.notOurs(header);
    };
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
