package dev.beamflink.translation.runtime.element;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncodedKeyTest {

  /** The hash decides key groups in savepoints: these numbers must never change. */
  @Test
  void hashIsPinned() throws Exception {
    assertEquals(0, EncodedKey.ofBytes(new byte[0]).hashCode());
    assertEquals(0x9bbfd75f, EncodedKey.encode(StringUtf8Coder.of(), "ab").hashCode());
    assertEquals(0x514e28b7, EncodedKey.encode(VarLongCoder.of(), 0L).hashCode());
  }

  /** Every length of the hash's last block. */
  @ParameterizedTest
  @CsvSource({
    "a, 0x3c2569b2",
    "abc, 0xb3dd93fa",
    "abcd, 0x43ed676a",
    "abcde, 0xe89b9af6",
    "abcdefghijklmnopq, 0xb6655e4a",
    "\u00e4\u6f22\ud83d\ude00, 0x5b108cf4"
  })
  void hashesOfStringsArePinned(String key, String hash) throws Exception {
    assertEquals(
        hash, "0x" + Integer.toHexString(EncodedKey.encode(StringUtf8Coder.of(), key).hashCode()));
  }

  /** Where keyed state is, for the default number of key groups. */
  @ParameterizedTest
  @CsvSource({"a, 735", "ab, 276", "abc, 756"})
  void keyGroupsArePinned(String key, int keyGroup) throws Exception {
    EncodedKey encoded = EncodedKey.encode(StringUtf8Coder.of(), key);
    assertEquals(keyGroup, KeyGroupRangeAssignment.assignToKeyGroup(encoded, 1024));
  }

  @Test
  void keysWithEqualBytesAreEqual() throws Exception {
    EncodedKey one = EncodedKey.encode(ByteArrayCoder.of(), new byte[] {1, 2});
    EncodedKey same = EncodedKey.encode(ByteArrayCoder.of(), new byte[] {1, 2});
    EncodedKey other = EncodedKey.encode(ByteArrayCoder.of(), new byte[] {1, 3});
    assertEquals(one, same);
    assertEquals(one.hashCode(), same.hashCode());
    assertNotEquals(one, other);
  }

  @Test
  void nullKeyOfANullableCoderKeepsItsPlace() throws Exception {
    var coder = org.apache.beam.sdk.coders.NullableCoder.of(StringUtf8Coder.of());
    assertEquals(null, EncodedKey.encode(coder, null).decode(coder));
  }

  @Test
  void serializerWritesLengthAndBytes() throws Exception {
    EncodedKey key = EncodedKey.encode(StringUtf8Coder.of(), "key");
    DataOutputSerializer out = new DataOutputSerializer(16);
    EncodedKeySerializer.of(ByteArrayCoder.of()).serialize(key, out);
    assertEquals(4 + 3, out.length());
    EncodedKey read =
        EncodedKeySerializer.of(ByteArrayCoder.of())
            .deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    assertEquals(key, read);
    assertEquals("key", read.decode(StringUtf8Coder.of()));
  }
}
