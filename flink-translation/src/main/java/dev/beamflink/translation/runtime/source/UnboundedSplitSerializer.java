package dev.beamflink.translation.runtime.source;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The format of {@link UnboundedSplit} in state and on its way to a reader. Version 1: id (modified
 * UTF-8), {@link SerializedSource}, length of the mark (int, -1 for none), mark.
 */
record UnboundedSplitSerializer<T>(ReadTransform transform)
    implements SimpleVersionedSerializer<UnboundedSplit<T>> {

  private static final int VERSION = 1;
  private static final int NO_MARK = -1;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(UnboundedSplit<T> split) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeUTF(split.splitId());
    split.source().writeTo(out);
    byte[] mark = split.mark();
    if (mark == null) {
      out.writeInt(NO_MARK);
    } else {
      out.writeInt(mark.length);
      out.write(mark);
    }
    return bytes.toByteArray();
  }

  @Override
  public UnboundedSplit<T> deserialize(int version, byte[] serialized) throws IOException {
    StateFormat.check(transform, "split", VERSION, version);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
    String id = in.readUTF();
    SerializedSource<UnboundedSource<T, ?>> source = SerializedSource.readFrom(in);
    return new UnboundedSplit<>(id, source, readMark(in));
  }

  private static byte @Nullable [] readMark(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length == NO_MARK) {
      return null;
    }
    byte[] mark = new byte[length];
    in.readFully(mark);
    return mark;
  }
}
