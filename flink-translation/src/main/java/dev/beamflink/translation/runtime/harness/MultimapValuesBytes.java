package dev.beamflink.translation.runtime.harness;

import org.apache.beam.sdk.state.MultimapState;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;

/**
 * The values of one key of a multimap.
 *
 * @param state of the current key of the stage
 * @param mapKey the key in the multimap, as the SDK has encoded it
 */
record MultimapValuesBytes(MultimapState<ByteString, ByteString> state, ByteString mapKey)
    implements UserStateBytes {

  @Override
  public Iterable<ByteString> read() {
    return state.get(mapKey).read();
  }

  @Override
  public void append(ByteString values) {
    state.put(mapKey, values);
  }

  @Override
  public void clear() {
    state.remove(mapKey);
  }
}
