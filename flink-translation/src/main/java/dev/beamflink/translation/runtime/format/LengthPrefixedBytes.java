package dev.beamflink.translation.runtime.format;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Wire format of a byte array: its length in groups of seven bits, lowest first; the bytes. */
public final class LengthPrefixedBytes {

  private LengthPrefixedBytes() {}

  public static void write(byte[] bytes, DataOutputView target) throws IOException {
    writeLength(bytes.length, target);
    target.write(bytes);
  }

  public static byte[] read(DataInputView source) throws IOException {
    byte[] bytes = new byte[readLength(source)];
    source.readFully(bytes);
    return bytes;
  }

  /** Writes a number that is not negative. */
  public static void writeLength(int length, DataOutputView target) throws IOException {
    int rest = length;
    while (rest > 0x7f) {
      target.writeByte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    target.writeByte(rest);
  }

  public static int readLength(DataInputView source) throws IOException {
    int length = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      byte group = source.readByte();
      length |= (group & 0x7f) << shift;
      if (group >= 0) {
        return checked(length);
      }
    }
    throw new IOException("Not a length: more than five groups of seven bits");
  }

  private static int checked(int length) throws IOException {
    if (length < 0) {
      throw new IOException("Not a length: " + length);
    }
    return length;
  }
}
