package dev.beamflink.translation.runtime.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.IterableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.util.VarInt;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongIterableCoderTest {

  @SuppressWarnings("unchecked") // the values are strings
  private static final Coder<Object> VALUES = (Coder<Object>) (Coder<?>) StringUtf8Coder.of();

  private final UnsentValues unsent = new UnsentValues();
  private final LongIterableCoder coder = new LongIterableCoder(VALUES, unsent);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10_000})
  void shortOneIsWrittenAsAnyIterable(int size) throws IOException {
    List<Object> values = values(size);
    assertEquals(values, IterableCoder.of(VALUES).decode(encoded(values).newInput()));
  }

  @Test
  void restOfALongOneIsAskedFor() throws IOException {
    List<Object> values = values(200_000);
    ByteString encoded = encoded(values);
    assertTrue(encoded.size() < 1_200_000, () -> "sent " + encoded.size());
    InputStream in = encoded.newInput();
    List<Object> read = new ArrayList<>();
    ByteString token = readBegin(in, read);
    assertTrue(read.size() < values.size());
    for (int i = 0; i < 2; i++) { // as often as the SDK likes
      List<Object> all = new ArrayList<>(read);
      unsent.read(token).forEach(part -> readPart(part, all));
      assertEquals(values, all);
    }
  }

  @Test
  void nothingIsKeptAfterTheBundle() throws IOException {
    ByteString token = readBegin(encoded(values(200_000)).newInput(), new ArrayList<>());
    unsent.forget();
    assertThrows(UnknownStateException.class, () -> unsent.read(token));
  }

  private static List<Object> values(int size) {
    return IntStream.range(0, size).<Object>mapToObj(i -> "value " + i).toList();
  }

  private ByteString encoded(List<Object> values) throws IOException {
    ByteString.Output out = ByteString.newOutput();
    coder.encode(values, out);
    return out.toByteString();
  }

  /** As the format says; answers the token. */
  private static ByteString readBegin(InputStream in, List<Object> read) throws IOException {
    assertEquals(-1, new DataInputStream(in).readInt());
    long count = VarInt.decodeLong(in);
    while (count > 0) {
      for (long i = 0; i < count; i++) {
        read.add(VALUES.decode(in));
      }
      count = VarInt.decodeLong(in);
    }
    assertEquals(-1, count);
    byte[] token = in.readNBytes(VarInt.decodeInt(in));
    assertEquals(0, in.available());
    return ByteString.copyFrom(token);
  }

  private static void readPart(ByteString part, List<Object> read) {
    InputStream in = part.newInput();
    try {
      while (in.available() > 0) {
        read.add(VALUES.decode(in));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
