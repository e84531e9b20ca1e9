package dev.beamflink.translation.runtime.wire;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The format of {@code DoubleCoder}. */
final class DoubleFormat implements ValueFormat<Double> {

  @Override
  public void write(Double value, DataOutputView target) throws IOException {
    Encodable.check(value, "Double");
    target.writeLong(Double.doubleToLongBits(value));
  }

  @Override
  public Double read(DataInputView source) throws IOException {
    return Double.longBitsToDouble(source.readLong());
  }
}
