package dev.beamflink.translation.runtime.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.beamflink.translation.runtime.element.EncodedKey;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

/** The bytes in savepoints. A change here makes the savepoints of users unreadable. */
class StateFormatTest {

  private static final ValueCodec<String> TEXT =
      ValueCodec.of(new StateName("Transform", false, "x"), StringUtf8Coder.of());

  @Test
  void namesOfStates() {
    assertEquals("A/B/user:x", new StateName("A/B", false, "x").inFlink());
    assertEquals("A/B/system:x", new StateName("A/B", true, "x").inFlink());
  }

  @Test
  void namespaces() throws IOException {
    IntervalWindow window = new IntervalWindow(Instant.ofEpochMilli(0), Instant.ofEpochMilli(1));
    String bytes = "09" + "8000000000000001" + "01"; // length, end, size of the window
    assertEquals("00", hex(StateNamespaces.global()));
    assertEquals("01" + bytes, hex(StateNamespaces.window(IntervalWindow.getCoder(), window)));
    assertEquals(
        "02" + bytes + "ac02",
        hex(StateNamespaces.windowAndTrigger(IntervalWindow.getCoder(), window, 300)));
    EncodedNamespaceSerializer serializer =
        EncodedNamespaceSerializer.of(IntervalWindow.getCoder());
    assertEquals("03" + "ac02" + "00", hex(serializer, EncodedNamespace.GLOBAL.chunk(300)));
    EncodedNamespace inWindow =
        new NamespaceEncoder(IntervalWindow.getCoder())
            .encode(StateNamespaces.window(IntervalWindow.getCoder(), window));
    assertEquals("03" + "01" + "01" + bytes, hex(serializer, inWindow.chunk(1)));
  }

  private static String hex(StateNamespace namespace) throws IOException {
    return hex(
        EncodedNamespaceSerializer.of(IntervalWindow.getCoder()),
        new NamespaceEncoder(IntervalWindow.getCoder()).encode(namespace));
  }

  @Test
  void globalWindowNeedsNoBytes() throws IOException {
    StateNamespace namespace =
        StateNamespaces.window(GlobalWindow.Coder.INSTANCE, GlobalWindow.INSTANCE);
    EncodedNamespace encoded = new NamespaceEncoder(GlobalWindow.Coder.INSTANCE).encode(namespace);
    assertEquals("0100", hex(EncodedNamespaceSerializer.of(GlobalWindow.Coder.INSTANCE), encoded));
  }

  @Test
  void values() throws IOException {
    assertEquals("036f6e65", hex(new CoderSerializer<>(TEXT), StoredValue.of("one", TEXT)));
    String two = "ac02" + "61".repeat(300);
    assertEquals(two, hex(new CoderSerializer<>(TEXT), StoredValue.of("a".repeat(300), TEXT)));
  }

  @Test
  void bags() throws IOException {
    BagItemSerializer<String> items = new BagItemSerializer<>(TEXT);
    assertEquals("00" + "036f6e65", hex(items, StoredValue.of("one", TEXT)));
    assertEquals(
        "01" + "ac02" + "0000000100000000", hex(items, new BagItem.Chunks<>(300, 1L << 32)));
  }

  @Test
  void mapKeys() throws IOException {
    assertEquals("0107", hex(MapKeySerializer.of(StringUtf8Coder.of()), key(7)));
  }

  @Test
  void multimaps() throws IOException {
    MultimapKeySerializer keys = MultimapKeySerializer.of(StringUtf8Coder.of());
    assertEquals("0107ffffffff", hex(keys, MultimapKey.header(key(7))));
    assertEquals("010700000002", hex(keys, new MultimapKey(key(7), 2)));
    MultimapSlotSerializer<String> slots = new MultimapSlotSerializer<>(TEXT);
    assertEquals("05", hex(slots, MultimapSlot.header(5)));
    assertEquals("000161", hex(slots, MultimapSlot.of(StoredValue.of("a", TEXT))));
  }

  @Test
  void orderedLists() throws IOException {
    OrderedNodeSerializer<String> nodes = new OrderedNodeSerializer<>(TEXT);
    assertEquals(
        "00" + "03" + "02" + "8000000000000000" + "01" + "0000000000000005" + "02",
        hex(nodes, OrderedNode.Index.<String>ofOneBucket().with(1, 5)));
    OrderedNode.Entry<String> entry = new OrderedNode.Entry<>(5, StoredValue.of("a", TEXT));
    assertEquals(
        "01" + "01" + "0000000000000005" + "0161",
        hex(nodes, new OrderedNode.Bucket<>(List.of(entry))));
  }

  @Test
  void snapshotOfAnotherFormatIsRefused() throws IOException {
    DataOutputSerializer target = new DataOutputSerializer(64);
    target.writeUTF(CoderSerializer.Snapshot.class.getName());
    target.writeInt(1);
    DataInputDeserializer source = new DataInputDeserializer(target.getCopyOfBuffer());
    IOException refused =
        assertThrows(
            IOException.class,
            () ->
                TypeSerializerSnapshot.readVersionedSnapshot(source, getClass().getClassLoader()));
    assertEquals(
        "The savepoint has format version 1 of "
            + CoderSerializer.Snapshot.class.getName()
            + ", this runner knows version 2. Restore it with the release of the runner that wrote"
            + " it.",
        refused.getMessage());
  }

  private static EncodedKey key(int only) {
    return EncodedKey.ofBytes(new byte[] {(byte) only});
  }

  private static <T> String hex(TypeSerializer<T> serializer, T value) throws IOException {
    DataOutputSerializer target = new DataOutputSerializer(16);
    serializer.serialize(value, target);
    byte[] bytes = target.getCopyOfBuffer();
    DataOutputSerializer again = new DataOutputSerializer(16);
    serializer.serialize(serializer.deserialize(new DataInputDeserializer(bytes)), again);
    String hex = HexFormat.of().formatHex(bytes);
    assertEquals(hex, HexFormat.of().formatHex(again.getCopyOfBuffer()));
    return hex;
  }
}
