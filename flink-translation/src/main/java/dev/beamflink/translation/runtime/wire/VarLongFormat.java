package dev.beamflink.translation.runtime.wire;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The format of {@code VarLongCoder}. */
final class VarLongFormat implements ValueFormat<Long> {

  @Override
  public void write(Long value, DataOutputView target) throws IOException {
    Encodable.check(value, "Long");
    VarInts.write(value.longValue(), target);
  }

  @Override
  public Long read(DataInputView source) throws IOException {
    return VarInts.readLong(source);
  }
}
