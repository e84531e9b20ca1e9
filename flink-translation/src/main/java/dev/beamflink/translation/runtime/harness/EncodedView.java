package dev.beamflink.translation.runtime.harness;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString.Output;
import org.jspecify.annotations.Nullable;

/**
 * A side input in one window as SDKs read it: encoded elements, one after the other; of a multimap
 * those of each key.
 *
 * @param all all elements, or of a multimap all keys
 * @param byKey the values of a multimap by encoded key
 */
record EncodedView(ByteString all, Map<ByteString, ByteString> byKey) {

  /** The elements as they are. */
  static EncodedView iterable(Iterable<Object> elements, Coder<Object> coder) {
    Output all = ByteString.newOutput();
    for (Object element : elements) {
      encode(element, coder, all);
    }
    return new EncodedView(all.toByteString(), Map.of());
  }

  /** The elements by key. Equal keys have equal bytes, as SDKs encode the key that they look up. */
  static EncodedView multimap(Iterable<Object> elements, KvCoder<Object, Object> coder) {
    Map<ByteString, Output> values = new LinkedHashMap<>();
    for (Object element : elements) {
      KV<?, ?> pair = (KV<?, ?>) element;
      Output key = ByteString.newOutput();
      encode(pair.getKey(), coder.getKeyCoder(), key);
      encode(
          pair.getValue(),
          coder.getValueCoder(),
          values.computeIfAbsent(key.toByteString(), unused -> ByteString.newOutput()));
    }
    Map<ByteString, ByteString> byKey = new LinkedHashMap<>();
    values.forEach((key, output) -> byKey.put(key, output.toByteString()));
    return new EncodedView(ByteString.copyFrom(byKey.keySet()), byKey);
  }

  /** The values of a key of a multimap; empty if there are none. */
  ByteString valuesOf(ByteString key) {
    return byKey.getOrDefault(key, ByteString.EMPTY);
  }

  @SuppressWarnings("NullAway") // elements may be null, as Beam allows
  private static void encode(@Nullable Object value, Coder<Object> coder, Output out) {
    try {
      coder.encode(value, out);
    } catch (IOException e) {
      throw new IllegalStateException(
          "Coder %s of a side input can't write what it has read: %s"
              .formatted(coder, e.getMessage()),
          e);
    }
  }
}
