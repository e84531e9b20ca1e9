package dev.beamflink.translation.runtime.wire;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The format of {@code BigEndianIntegerCoder}. */
final class BigEndianIntegerFormat implements ValueFormat<Integer> {

  @Override
  public void write(Integer value, DataOutputView target) throws IOException {
    Encodable.check(value, "Integer");
    target.writeInt(value);
  }

  @Override
  public Integer read(DataInputView source) throws IOException {
    return source.readInt();
  }
}
