package dev.beamflink.translation.runtime.wire;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Beam's varints: seven bits a byte, the low ones first, the top bit set where more follow. */
public final class VarInts {

  private static final int BITS = 7;
  private static final int BITS_OF_TWO = 14;
  private static final int BITS_OF_THREE = 21;
  private static final int BITS_OF_FOUR = 28;
  private static final int FOUR_FOLLOWED = 0x80808080;
  private static final int FOUR_LAST = 0x80808000;

  private VarInts() {}

  /**
   * Writes a long, of which four bytes go out at a time. Flink copies a record as soon as it is
   * written, and the processor has to wait for every single store that this needs.
   */
  public static void write(long value, DataOutputView target) throws IOException {
    long left = value;
    while (left >>> BITS_OF_FOUR != 0) {
      target.writeInt(spread((int) left) | FOUR_FOLLOWED);
      left >>>= BITS_OF_FOUR;
    }
    int last = (int) left;
    if (last >>> BITS == 0) {
      target.writeByte(last);
    } else if (last >>> BITS_OF_TWO == 0) {
      target.writeShort(spread(last) >>> Short.SIZE | 0x8000);
    } else if (last >>> BITS_OF_THREE == 0) {
      target.writeShort(spread(last) >>> Short.SIZE | 0x8080);
      target.writeByte(last >>> BITS_OF_TWO);
    } else {
      target.writeInt(spread(last) | FOUR_LAST);
    }
  }

  /** Writes an int, as if it had no sign. */
  public static void write(int value, DataOutputView target) throws IOException {
    write(Integer.toUnsignedLong(value), target);
  }

  /** The lower 28 bits in four bytes; the first one, which is the highest, has the lowest bits. */
  private static int spread(int bits) {
    return (bits & 0x7f) << 24
        | (bits & 0x3f80) << 9
        | (bits >>> 6 & 0x7f00)
        | (bits >>> 21 & 0x7f);
  }

  /**
   * Reads a long.
   *
   * @throws IOException if it has more than 64 bits
   */
  public static long readLong(DataInputView source) throws IOException {
    byte read = source.readByte();
    if (read >= 0) {
      return read;
    }
    long result = read & 0x7f;
    int shift = BITS;
    do {
      read = source.readByte();
      long bits = read & 0x7f;
      if (shift >= Long.SIZE || (shift == Long.SIZE - 1 && bits > 1)) {
        throw new IOException("varint too long");
      }
      result |= bits << shift;
      shift += BITS;
    } while (read < 0);
    return result;
  }

  /**
   * Reads an int.
   *
   * @throws IOException if it has more than 32 bits
   */
  public static int readInt(DataInputView source) throws IOException {
    long read = readLong(source);
    if (read >>> Integer.SIZE != 0) {
      throw new IOException("varint overflow " + read);
    }
    return (int) read;
  }
}
