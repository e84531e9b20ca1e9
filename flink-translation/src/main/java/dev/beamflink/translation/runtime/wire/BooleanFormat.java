package dev.beamflink.translation.runtime.wire;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The format of {@code BooleanCoder}. */
final class BooleanFormat implements ValueFormat<Boolean> {

  @Override
  public void write(Boolean value, DataOutputView target) throws IOException {
    target.writeByte(value ? 1 : 0);
  }

  @Override
  public Boolean read(DataInputView source) throws IOException {
    byte read = source.readByte();
    if (read >>> 1 != 0) {
      throw new IOException("Expected 0 or 1, got " + read);
    }
    return read == 1;
  }
}
