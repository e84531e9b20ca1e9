package dev.beamflink.translation.runtime.harness;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;

/**
 * A side input in one window as SDKs read it: encoded elements, one after the other; of a multimap
 * those of each key. In parts, none of which begins or ends inside an element.
 *
 * @param all all elements, or of a multimap all keys
 * @param byKey the values of a multimap by encoded key
 */
record EncodedView(List<ByteString> all, Map<ByteString, EncodedValues> byKey) {

  /** Of a key whose values are read with those of others. */
  static final int MAX_VALUES_BYTES = 16 << 20; // 16 MiB

  /** The elements as they are. */
  static EncodedView iterable(Iterable<Object> elements, Coder<Object> coder) {
    EncodedValues all = new EncodedValues();
    for (Object element : elements) {
      all.add(element, coder);
    }
    return new EncodedView(all.parts(), Map.of());
  }

  /** The elements by key. Equal keys have equal bytes, as SDKs encode the key that they look up. */
  static EncodedView multimap(Iterable<Object> elements, KvCoder<Object, Object> coder) {
    Map<ByteString, EncodedValues> byKey = new LinkedHashMap<>();
    for (Object element : elements) {
      KV<?, ?> pair = (KV<?, ?>) element;
      byKey
          .computeIfAbsent(
              EncodedValues.encode(pair.getKey(), coder.getKeyCoder()),
              unused -> new EncodedValues())
          .add(pair.getValue(), coder.getValueCoder());
    }
    return new EncodedView(List.copyOf(byKey.keySet()), byKey);
  }

  /** The values of a key of a multimap; empty if there are none. */
  List<ByteString> valuesOf(ByteString key) {
    EncodedValues values = byKey.get(key);
    return values == null ? List.of() : values.parts();
  }

  /**
   * All of a multimap: pairs of a key and an iterable of its values. An SDK takes a key that comes
   * twice for the last one alone, so its values can't be on several pages.
   *
   * @throws UnknownStateException if a key has too many; SDKs look values up by key then
   */
  Iterable<ByteString> keysAndValues() {
    long longest = byKey.values().stream().mapToLong(EncodedValues::size).max().orElse(0);
    if (longest > MAX_VALUES_BYTES) {
      throw new UnknownStateException(
          ("The values of a key of a side input have %d bytes, too many to be read with those of"
                  + " all keys. They are looked up by key instead, so this is no failure")
              .formatted(longest));
    }
    return () ->
        byKey.entrySet().stream()
            .map(entry -> entry.getKey().concat(entry.getValue().asIterable()))
            .iterator();
  }
}
