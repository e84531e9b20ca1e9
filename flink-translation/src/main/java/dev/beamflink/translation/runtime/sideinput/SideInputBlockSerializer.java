package dev.beamflink.translation.runtime.sideinput;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Serializes blocks, on edges and in state: name (modified UTF-8), flags (a byte: 1 starts a pane,
 * 2 ends it), count (int), then window and elements, each as length (int) and bytes. Part of the
 * savepoint format.
 */
public final class SideInputBlockSerializer extends TypeSerializerSingleton<SideInputBlock> {

  private static final long serialVersionUID = 1L;

  public static final SideInputBlockSerializer INSTANCE = new SideInputBlockSerializer();

  private static final int STARTS_PANE = 1;
  private static final int ENDS_PANE = 2;
  private static final SideInputBlock EMPTY =
      new SideInputBlock("", new byte[0], false, false, 0, new byte[0]);

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public SideInputBlock createInstance() {
    return EMPTY;
  }

  @Override
  public SideInputBlock copy(SideInputBlock from) {
    return from;
  }

  @Override
  public SideInputBlock copy(SideInputBlock from, SideInputBlock reuse) {
    return from;
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(SideInputBlock block, DataOutputView target) throws IOException {
    target.writeUTF(block.collection());
    target.writeByte((block.startsPane() ? STARTS_PANE : 0) | (block.endsPane() ? ENDS_PANE : 0));
    target.writeInt(block.count());
    writeBytes(block.window(), target);
    writeBytes(block.elements(), target);
  }

  @Override
  public SideInputBlock deserialize(DataInputView source) throws IOException {
    String collection = source.readUTF();
    int flags = source.readByte();
    int count = source.readInt();
    byte[] window = readBytes(source);
    byte[] elements = readBytes(source);
    return new SideInputBlock(
        collection, window, (flags & STARTS_PANE) != 0, (flags & ENDS_PANE) != 0, count, elements);
  }

  @Override
  public SideInputBlock deserialize(SideInputBlock reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  private static void writeBytes(byte[] bytes, DataOutputView target) throws IOException {
    target.writeInt(bytes.length);
    target.write(bytes);
  }

  private static byte[] readBytes(DataInputView source) throws IOException {
    byte[] bytes = new byte[source.readInt()];
    source.readFully(bytes);
    return bytes;
  }

  @Override
  public TypeSerializerSnapshot<SideInputBlock> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Written to savepoints; the format above is version 1 of it. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<SideInputBlock> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
