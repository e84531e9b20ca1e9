package dev.beamflink.translation.runtime.element;

import static dev.beamflink.translation.runtime.element.ElementHeader.DRAIN;
import static dev.beamflink.translation.runtime.element.ElementHeader.ONE_WINDOW;
import static dev.beamflink.translation.runtime.element.ElementHeader.TIME_EXPLICIT;
import static dev.beamflink.translation.runtime.element.ElementHeader.TIME_MASK;
import static dev.beamflink.translation.runtime.element.ElementHeader.TIME_MIN;
import static dev.beamflink.translation.runtime.element.ElementHeader.TIME_WINDOW_MAX;
import static dev.beamflink.translation.runtime.element.ElementHeader.WINDOW_MASK;

import dev.beamflink.translation.runtime.wire.DataViewStreams;
import dev.beamflink.translation.runtime.wire.ValueFormat;
import dev.beamflink.translation.runtime.wire.ValueFormats;
import java.io.IOException;
import java.util.Collection;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The format of {@link WindowedValueCoder}: elements in one window with a timestamp are written
 * here; what has more to it than that, the coder writes.
 */
final class WindowedValueFormat<T extends @Nullable Object>
    implements ValueFormat<WindowedValue<T>> {

  /** What an element may have and be written here. */
  private static final int PLAIN = ONE_WINDOW | TIME_MASK | DRAIN;

  private static final long GLOBAL_MAX_MILLIS = GlobalWindow.INSTANCE.maxTimestamp().getMillis();

  private final WindowedValueCoder<T> coder;
  private final ValueFormat<T> values;
  private final ValueFormat<BoundedWindow> windows;
  private final DataViewStreams streams = new DataViewStreams();

  WindowedValueFormat(WindowedValueCoder<T> coder) {
    this.coder = coder;
    this.values = ValueFormats.of(coder.valueCoder());
    this.windows = ValueFormats.of(coder.windowCoder());
  }

  @Override
  public void write(WindowedValue<T> element, DataOutputView target) throws IOException {
    if (element instanceof GlobalElement<?> global) {
      writeGlobal(global.millis(), target);
      values.write(element.getValue(), target);
      return;
    }
    Collection<? extends BoundedWindow> all = element.getWindows();
    BoundedWindow single = all.size() == 1 ? all.iterator().next() : null;
    int header = ElementHeader.of(element, single);
    target.writeByte(header);
    if (single == null || (header & ~PLAIN) != 0) {
      coder.encodeBehind(header, element, streams.over(target));
      return;
    }
    if ((header & WINDOW_MASK) == ONE_WINDOW) {
      windows.write(single, target);
    }
    if ((header & TIME_MASK) == TIME_EXPLICIT) {
      target.writeLong(element.getTimestamp().getMillis());
    }
    values.write(element.getValue(), target);
  }

  private static void writeGlobal(long millis, DataOutputView target) throws IOException {
    if (millis == GLOBAL_MAX_MILLIS) {
      target.writeByte(TIME_WINDOW_MAX);
    } else {
      target.writeByte(TIME_EXPLICIT);
      target.writeLong(millis);
    }
  }

  @Override
  public WindowedValue<T> read(DataInputView source) throws IOException {
    int header = source.readUnsignedByte();
    if (header == TIME_EXPLICIT) {
      long millis = source.readLong();
      return GlobalElement.of(values.read(source), millis);
    }
    if ((header & ~PLAIN) != 0) {
      return coder.decodeBehind(header, streams.over(source));
    }
    BoundedWindow window =
        (header & WINDOW_MASK) == ONE_WINDOW ? windows.read(source) : GlobalWindow.INSTANCE;
    Instant timestamp =
        switch (header & TIME_MASK) {
          case TIME_MIN -> BoundedWindow.TIMESTAMP_MIN_VALUE;
          case TIME_WINDOW_MAX -> window.maxTimestamp();
          case TIME_EXPLICIT -> Instant.ofEpochMilli(source.readLong());
          default -> throw ElementHeader.notOurs(header);
        };
    CausedByDrain drain =
        (header & DRAIN) == 0 ? CausedByDrain.NORMAL : CausedByDrain.CAUSED_BY_DRAIN;
    return WindowedValues.of(
        values.read(source), timestamp, window, PaneInfo.NO_FIRING, null, null, drain);
  }
}
