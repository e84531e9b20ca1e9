package dev.beamflink.translation.runtime.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.apache.beam.sdk.coders.Coder;
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
    assertEquals(bytes(1, 'a', 2, 'b', 'c'), view.all());
  }

  @Test
  void multimapHasEachKeyOnceAndItsValuesInOrder() {
    EncodedView view =
        EncodedView.multimap(
            List.of(KV.of("a", 1), KV.of("b", 2), KV.of("a", 3)),
            KvCoder.of(coder(StringUtf8Coder.of()), coder(VarIntCoder.of())));
    assertEquals(bytes(1, 'a', 1, 'b'), view.all());
    assertEquals(bytes(1, 3), view.valuesOf(bytes(1, 'a')));
    assertEquals(bytes(2), view.valuesOf(bytes(1, 'b')));
    assertEquals(ByteString.EMPTY, view.valuesOf(bytes(1, 'c')));
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
