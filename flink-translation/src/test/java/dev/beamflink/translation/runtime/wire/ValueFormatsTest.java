package dev.beamflink.translation.runtime.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.beam.sdk.coders.BigEndianIntegerCoder;
import org.apache.beam.sdk.coders.BigEndianLongCoder;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.DoubleCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.KV;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

/** What a format writes is what the coder writes, byte by byte. */
class ValueFormatsTest {

  private static final int RANDOM_VALUES = 2_000;

  private final long seed = Long.getLong("seed", new Random().nextLong());
  private final Random random = new Random(seed);

  @Test
  void longs() throws IOException {
    assertSameBytes(VarLongCoder.of(), VarLongFormat.class, longValues());
    assertSameBytes(BigEndianLongCoder.of(), BigEndianLongFormat.class, longValues());
  }

  @Test
  void ints() throws IOException {
    List<Integer> ints = longValues().stream().map(Long::intValue).toList();
    assertSameBytes(VarIntCoder.of(), VarIntFormat.class, ints);
    assertSameBytes(BigEndianIntegerCoder.of(), BigEndianIntegerFormat.class, ints);
  }

  @Test
  void doubles() throws IOException {
    List<Double> doubles =
        new ArrayList<>(longValues().stream().map(Double::longBitsToDouble).toList());
    doubles.addAll(List.of(0.0, -0.0, Double.NaN, Double.NEGATIVE_INFINITY, Double.MIN_VALUE));
    assertSameBytes(DoubleCoder.of(), DoubleFormat.class, doubles);
  }

  @Test
  void booleans() throws IOException {
    assertSameBytes(BooleanCoder.of(), BooleanFormat.class, List.of(true, false));
  }

  @Test
  void nothing() throws IOException {
    assertSameBytes(VoidCoder.of(), VoidFormat.class, Collections.singletonList(null));
  }

  @Test
  void strings() throws IOException {
    assertSameBytes(StringUtf8Coder.of(), StringFormat.class, stringValues());
  }

  @Test
  void byteArrays() throws IOException {
    List<byte[]> arrays =
        stringValues().stream().map(text -> text.getBytes(StandardCharsets.UTF_16)).toList();
    assertSameBytes(ByteArrayCoder.of(), BytesFormat.class, arrays);
  }

  @Test
  void windows() throws IOException {
    List<IntervalWindow> windows = new ArrayList<>();
    for (long value : longValues()) {
      long start = value >> 2; // so that no length overflows
      windows.add(
          new IntervalWindow(
              Instant.ofEpochMilli(start), Instant.ofEpochMilli(start + random.nextInt(1 << 20))));
    }
    assertSameBytes(IntervalWindow.getCoder(), IntervalWindowFormat.class, windows);
  }

  @Test
  void pairsOfKnownAndOther() throws IOException {
    List<KV<String, Long>> pairs = new ArrayList<>();
    List<KV<Long, List<String>>> lists = new ArrayList<>();
    for (long value : longValues()) {
      pairs.add(KV.of(string(random.nextInt(20)), value));
      lists.add(KV.of(value, List.of(string(2), string(300))));
    }
    assertSameBytes(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()), PairFormat.class, pairs);
    assertSameBytes(
        KvCoder.of(VarLongCoder.of(), ListCoder.of(StringUtf8Coder.of())), PairFormat.class, lists);
  }

  @Test
  void valuesThatMayBeMissing() throws IOException {
    List<Long> values = new ArrayList<>(longValues());
    values.add(null);
    assertSameBytes(NullableCoder.of(VarLongCoder.of()), NullableFormat.class, values);
    assertSameBytes(
        KvCoder.of(VoidCoder.of(), NullableCoder.of(VarLongCoder.of())),
        PairFormat.class,
        values.stream().map(value -> KV.<Void, Long>of(null, value)).toList());
  }

  @Test
  void anyOtherCoderWritesItself() throws IOException {
    Coder<List<Long>> coder = ListCoder.of(VarLongCoder.of());
    assertSameBytes(coder, CoderFormat.class, List.of(List.of(), longValues()));
  }

  @Test
  void nullIsRefusedInTheSameWords() {
    assertSameRefusal(VarLongCoder.of(), null);
    assertSameRefusal(VarIntCoder.of(), null);
    assertSameRefusal(BigEndianLongCoder.of(), null);
    assertSameRefusal(BigEndianIntegerCoder.of(), null);
    assertSameRefusal(DoubleCoder.of(), null);
    assertSameRefusal(StringUtf8Coder.of(), null);
    assertSameRefusal(ByteArrayCoder.of(), null);
    assertSameRefusal(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()), null);
    assertSameRefusal(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()), KV.of("a", null));
    assertSameRefusal(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()), KV.of(null, 1L));
  }

  @Test
  void nullBooleanIsRefusedAsByItsCoder() {
    ValueFormat<Boolean> format = ValueFormats.of(BooleanCoder.of());
    assertThrows(
        NullPointerException.class, () -> CoderUtils.encodeToByteArray(BooleanCoder.of(), null));
    assertThrows(NullPointerException.class, () -> format.write(null, new DataOutputSerializer(8)));
  }

  @Test
  void bytesOfNoVarintAreRefused() {
    byte[] elevenBytes = new byte[11];
    Arrays.fill(elevenBytes, (byte) 0x80);
    assertEquals("varint too long", refusal(VarLongCoder.of(), elevenBytes).getMessage());
    byte[] thirtySixBits = {-1, -1, -1, -1, -1, 1};
    assertEquals(
        "varint overflow 68719476735", refusal(VarIntCoder.of(), thirtySixBits).getMessage());
    assertInstanceOf(
        CoderException.class, refusal(StringUtf8Coder.of(), new byte[] {-1, -1, -1, -1, 15}));
    assertEquals("Expected 0 or 1, got 2", refusal(BooleanCoder.of(), new byte[] {2}).getMessage());
  }

  private static IOException refusal(Coder<?> coder, byte[] bytes) {
    return assertThrows(
        IOException.class, () -> ValueFormats.of(coder).read(new DataInputDeserializer(bytes)));
  }

  private static <T> void assertSameRefusal(Coder<T> coder, T value) {
    CoderException ofCoder =
        assertThrows(
            CoderException.class,
            () -> CoderUtils.encodeToByteArray(coder, value),
            coder::toString);
    CoderException ofFormat =
        assertThrows(
            CoderException.class,
            () -> ValueFormats.of(coder).write(value, new DataOutputSerializer(8)),
            coder::toString);
    assertEquals(ofCoder.getMessage(), ofFormat.getMessage());
  }

  /** One value after the other, as they follow each other on an edge. */
  private <T> void assertSameBytes(Coder<T> coder, Class<?> formatClass, List<T> values)
      throws IOException {
    ValueFormat<T> format = ValueFormats.of(coder);
    assertInstanceOf(formatClass, format);
    DataOutputSerializer out = new DataOutputSerializer(1);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    for (T value : values) {
      coder.encode(value, expected);
      format.write(value, out);
      assertEquals(expected.size(), out.length(), () -> said(value));
    }
    assertArrayEquals(expected.toByteArray(), out.getCopyOfBuffer(), () -> "seed " + seed);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    for (T value : values) {
      assertEquals(
          coder.structuralValue(value), coder.structuralValue(format.read(in)), () -> said(value));
    }
    assertEquals(0, in.available());
  }

  private String said(Object value) {
    return value + ", seed " + seed;
  }

  /** Each number of bits, the values around it, and random ones in between. */
  private List<Long> longValues() {
    List<Long> values = new ArrayList<>();
    for (int bits = 0; bits < Long.SIZE; bits++) {
      long power = 1L << bits;
      LongStream.of(power - 1, power, power + 1, -power).forEach(values::add);
    }
    for (int i = 0; i < RANDOM_VALUES; i++) {
      values.add(random.nextLong() >>> random.nextInt(Long.SIZE));
    }
    return values;
  }

  private List<String> stringValues() {
    List<String> values = new ArrayList<>();
    for (int length : new int[] {0, 1, 2, 127, 128, 255, 256, 257, 20_000}) {
      values.add(string(length));
      values.add("x".repeat(length));
    }
    for (int i = 0; i < 100; i++) {
      values.add(string(random.nextInt(300)));
    }
    return values;
  }

  private String string(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(random.nextInt(4) == 0 ? 0x1f600 + random.nextInt(64) : 'a' + i % 26);
    }
    return text.toString();
  }
}
