package dev.beamflink.translation.runtime.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.IterableCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

class EncodedViewTest {

  @Test
  void iterableIsItsElementsOneAfterTheOther() {
    EncodedView view = EncodedView.iterable(List.of("a", "bc"), coder(StringUtf8Coder.of()));
    assertEquals(List.of(bytes(1, 'a', 2, 'b', 'c')), view.all());
  }

  @Test
  void multimapHasEachKeyOnceAndItsValuesInOrder() {
    EncodedView view =
        EncodedView.multimap(
            List.of(KV.of("a", 1), KV.of("b", 2), KV.of("a", 3)),
            KvCoder.of(coder(StringUtf8Coder.of()), coder(VarIntCoder.of())));
    assertEquals(List.of(bytes(1, 'a'), bytes(1, 'b')), view.all());
    assertEquals(List.of(bytes(1, 3)), view.valuesOf(bytes(1, 'a')));
    assertEquals(List.of(bytes(2)), view.valuesOf(bytes(1, 'b')));
    assertEquals(List.of(), view.valuesOf(bytes(1, 'c')));
  }

  @Test
  void multimapCanBeReadAtOnce() throws Exception {
    KvCoder<Object, Object> coder =
        KvCoder.of(coder(StringUtf8Coder.of()), coder(VarIntCoder.of()));
    EncodedView view =
        EncodedView.multimap(List.of(KV.of("a", 1), KV.of("b", 2), KV.of("a", 3)), coder);
    Coder<KV<Object, Iterable<Object>>> asRead =
        KvCoder.of(coder.getKeyCoder(), IterableCoder.of(coder.getValueCoder()));
    List<KV<Object, Iterable<Object>>> read = new ArrayList<>();
    for (ByteString pair : view.keysAndValues()) {
      read.add(asRead.decode(pair.newInput()));
    }
    assertEquals(List.of(KV.of("a", List.of(1, 3)), KV.of("b", List.of(2))), read);
  }

  /** SDKs look them up by key then. */
  @Test
  void valuesTooLongForOnePageAreNotReadAtOnce() {
    Coder<Object> coder = coder(StringUtf8Coder.of());
    String mebibyte = "x".repeat(1 << 20);
    List<Object> elements = new ArrayList<>(List.of(KV.of("a", "1")));
    for (int i = 0; i <= EncodedView.MAX_VALUES_BYTES >> 20; i++) {
      elements.add(KV.of("l", mebibyte));
    }
    EncodedView view = EncodedView.multimap(elements, KvCoder.of(coder, coder));
    assertThrows(UnknownStateException.class, view::keysAndValues);
    assertTrue(view.valuesOf(bytes(1, 'l')).size() > 1);
    assertEquals(List.of(bytes(1, '1')), view.valuesOf(bytes(1, 'a')));
  }

  @Test
  void partsEndBetweenElements() throws Exception {
    Coder<Object> coder = coder(StringUtf8Coder.of());
    List<Object> elements = Collections.nCopies(10_000, "some element");
    EncodedView view = EncodedView.iterable(elements, coder);
    assertTrue(view.all().size() > 1);
    List<Object> read = new ArrayList<>();
    for (ByteString part : view.all()) {
      InputStream in = part.newInput();
      while (in.available() > 0) {
        read.add(coder.decode(in));
      }
    }
    assertEquals(elements, read);
  }

  @SuppressWarnings("unchecked") // the elements are of this coder
  private static Coder<Object> coder(Coder<?> coder) {
    return (Coder<Object>) coder;
  }

  private static ByteString bytes(int... values) {
    ByteString.Output bytes = ByteString.newOutput();
    for (int value : values) {
      bytes.write(value);
    }
    return bytes.toByteString();
  }
}
