package dev.beamflink.translation.runtime.teststream;

import org.apache.flink.core.io.SimpleVersionedSerializer;

/** The format of {@link NoState}: nothing. */
final class NoStateSerializer implements SimpleVersionedSerializer<NoState> {

  @Override
  public int getVersion() {
    return 1;
  }

  @Override
  public byte[] serialize(NoState state) {
    return new byte[0];
  }

  @Override
  public NoState deserialize(int version, byte[] serialized) {
    return new NoState();
  }
}
