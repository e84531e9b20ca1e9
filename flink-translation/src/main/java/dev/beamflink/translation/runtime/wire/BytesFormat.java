package dev.beamflink.translation.runtime.wire;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The format of {@code ByteArrayCoder}. */
final class BytesFormat implements ValueFormat<byte[]> {

  @Override
  public void write(byte[] value, DataOutputView target) throws IOException {
    Encodable.check(value, "byte[]");
    VarInts.write(value.length, target);
    target.write(value);
  }

  @Override
  public byte[] read(DataInputView source) throws IOException {
    int length = VarInts.readInt(source);
    if (length < 0) {
      throw new IOException("invalid length " + length);
    }
    byte[] value = new byte[length];
    source.readFully(value);
    return value;
  }
}
