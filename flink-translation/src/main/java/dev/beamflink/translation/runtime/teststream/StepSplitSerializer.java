package dev.beamflink.translation.runtime.teststream;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** The format of {@link StepSplit} in state. Version 1: the step (long). */
final class StepSplitSerializer implements SimpleVersionedSerializer<StepSplit> {

  private static final int VERSION = 1;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(StepSplit split) {
    return ByteBuffer.allocate(Long.BYTES).putLong(split.step()).array();
  }

  @Override
  public StepSplit deserialize(int version, byte[] serialized) throws IOException {
    if (version != VERSION) {
      throw new IOException(
          "The position of a TestStream has format %d, this runner reads format %d. Restore with the runner version that wrote it."
              .formatted(version, VERSION));
    }
    return new StepSplit(ByteBuffer.wrap(serialized).getLong());
  }
}
