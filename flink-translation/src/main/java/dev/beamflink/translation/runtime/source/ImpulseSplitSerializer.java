package dev.beamflink.translation.runtime.source;

import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** The format of {@link ImpulseSplit} in state. Version 1: nothing. */
record ImpulseSplitSerializer(ReadTransform transform)
    implements SimpleVersionedSerializer<ImpulseSplit> {

  private static final int VERSION = 1;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(ImpulseSplit split) {
    return new byte[0];
  }

  @Override
  public ImpulseSplit deserialize(int version, byte[] serialized) throws IOException {
    StateFormat.check(transform, "split", VERSION, version);
    return new ImpulseSplit();
  }
}
