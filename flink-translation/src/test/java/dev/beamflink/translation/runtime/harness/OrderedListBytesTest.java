package dev.beamflink.translation.runtime.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.OrderedListRange;
import org.apache.beam.runners.core.InMemoryStateInternals;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.runners.core.StateTags;
import org.apache.beam.runners.fnexecution.wire.ByteStringCoder;
import org.apache.beam.sdk.coders.LengthPrefixCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.state.OrderedListState;
import org.apache.beam.sdk.util.VarInt;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString.Output;
import org.junit.jupiter.api.Test;

class OrderedListBytesTest {

  private final OrderedListState<ByteString> state =
      InMemoryStateInternals.forKey("key")
          .state(StateNamespaces.global(), StateTags.orderedList("list", ByteStringCoder.of()));

  @Test
  void entriesAreReadInOrderAndByRange() throws IOException {
    list(0, 0).append(entries(7, "seven", 3, "three", -1, "minus one"));
    list(0, 0).append(entries(5, "five"));
    assertEquals(entries(-1, "minus one", 3, "three", 5, "five", 7, "seven"), read(list(-10, 10)));
    assertEquals(entries(3, "three", 5, "five"), read(list(3, 7)));
    list(3, 6).clear();
    assertEquals(entries(-1, "minus one", 7, "seven"), read(list(-10, 10)));
  }

  @Test
  void whatIsNoEntryIsRefused() {
    ByteString cut = ByteString.copyFrom(new byte[] {1, 5, 'a'});
    assertThrows(UnknownStateException.class, () -> list(0, 0).append(cut));
  }

  private OrderedListBytes list(long start, long end) {
    return new OrderedListBytes(
        state, OrderedListRange.newBuilder().setStart(start).setEnd(end).build());
  }

  private static ByteString read(OrderedListBytes list) {
    return ByteString.copyFrom(list.read());
  }

  /** As an SDK encodes them: sort keys and values in turn. */
  private static ByteString entries(Object... keysAndValues) throws IOException {
    Output out = ByteString.newOutput();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      VarInt.encode((long) (int) keysAndValues[i], out);
      LengthPrefixCoder.of(StringUtf8Coder.of()).encode((String) keysAndValues[i + 1], out);
    }
    return out.toByteString();
  }
}
