package dev.beamflink.translation.runtime.harness;

import java.util.Map;
import org.apache.beam.sdk.state.MultimapState;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.Iterables;

/**
 * All entries of a multimap: pairs of a key and an iterable of values. A key comes as often as the
 * SDK has appended to it, one after the other, which SDKs expect: so its values may be on several
 * pages. To clear the entries is to clear the multimap; they are appended key by key only.
 *
 * @param state of the current key of the stage
 * @param values counts those of an entry
 */
record MultimapEntriesBytes(MultimapState<ByteString, ByteString> state, AppendedValues values)
    implements UserStateBytes {

  @Override
  public Iterable<ByteString> read() {
    return Iterables.transform(state.entries().read(), this::pair);
  }

  private ByteString pair(Map.Entry<ByteString, ByteString> entry) {
    return entry
        .getKey()
        .concat(EncodedValues.iterable(values.count(entry.getValue()), entry.getValue()));
  }

  @Override
  public void append(ByteString entries) {
    throw new UnknownStateException("An SDK wants to append entries of all keys to a multimap");
  }

  @Override
  public void clear() {
    state.clear();
  }
}
