package dev.beamflink.translation.runtime.source;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The format of {@link EnumeratorState} in checkpoints. Version 1: whether split (boolean), version
 * of the split format (int), count (int), for each split its length (int) and bytes.
 */
final class EnumeratorStateSerializer<SplitT extends SourceSplit>
    implements SimpleVersionedSerializer<EnumeratorState<SplitT>> {

  private static final int VERSION = 1;

  private final ReadTransform transform;
  private final SimpleVersionedSerializer<SplitT> splitSerializer;

  EnumeratorStateSerializer(
      ReadTransform transform, SimpleVersionedSerializer<SplitT> splitSerializer) {
    this.transform = transform;
    this.splitSerializer = splitSerializer;
  }

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(EnumeratorState<SplitT> state) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeBoolean(state.split());
    out.writeInt(splitSerializer.getVersion());
    out.writeInt(state.unassigned().size());
    for (SplitT split : state.unassigned()) {
      byte[] splitBytes = splitSerializer.serialize(split);
      out.writeInt(splitBytes.length);
      out.write(splitBytes);
    }
    return bytes.toByteArray();
  }

  @Override
  public EnumeratorState<SplitT> deserialize(int version, byte[] serialized) throws IOException {
    StateFormat.check(transform, "enumerator state", VERSION, version);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
    boolean split = in.readBoolean();
    int splitVersion = in.readInt();
    int count = in.readInt();
    List<SplitT> unassigned = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte[] splitBytes = new byte[in.readInt()];
      in.readFully(splitBytes);
      unassigned.add(splitSerializer.deserialize(splitVersion, splitBytes));
    }
    return new EnumeratorState<>(split, unassigned);
  }
}
