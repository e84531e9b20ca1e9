package dev.beamflink.translation.runtime.wire;

import java.io.IOException;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** The format of {@code NullableCoder}. */
final class NullableFormat<T> implements ValueFormat<@Nullable T> {

  private static final int ABSENT = 0;
  private static final int PRESENT = 1;

  private final ValueFormat<T> present;

  /**
   * @param present the format of values that are there
   */
  NullableFormat(ValueFormat<T> present) {
    this.present = present;
  }

  @Override
  public void write(@Nullable T value, DataOutputView target) throws IOException {
    if (value == null) {
      target.writeByte(ABSENT);
    } else {
      target.writeByte(PRESENT);
      present.write(value, target);
    }
  }

  @Override
  public @Nullable T read(DataInputView source) throws IOException {
    int read = source.readUnsignedByte();
    if (read == ABSENT) {
      return null;
    }
    if (read != PRESENT) {
      throw new CoderException(
          "NullableCoder expects either a byte valued %s (null) or %s (present), got %s"
              .formatted(ABSENT, PRESENT, read));
    }
    return present.read(source);
  }
}
