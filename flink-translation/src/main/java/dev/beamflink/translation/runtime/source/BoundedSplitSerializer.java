package dev.beamflink.translation.runtime.source;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The format of {@link BoundedSplit} in state and on its way to a reader. Version 1: id (modified
 * UTF-8), elements emitted (long), {@link SerializedSource}.
 */
record BoundedSplitSerializer<T>(ReadTransform transform)
    implements SimpleVersionedSerializer<BoundedSplit<T>> {

  private static final int VERSION = 1;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(BoundedSplit<T> split) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeUTF(split.id());
    out.writeLong(split.emitted());
    split.source().writeTo(out);
    return bytes.toByteArray();
  }

  @Override
  public BoundedSplit<T> deserialize(int version, byte[] serialized) throws IOException {
    StateFormat.check(transform, "split", VERSION, version);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
    String id = in.readUTF();
    long emitted = in.readLong();
    return new BoundedSplit<>(id, SerializedSource.readFrom(in), emitted);
  }
}
