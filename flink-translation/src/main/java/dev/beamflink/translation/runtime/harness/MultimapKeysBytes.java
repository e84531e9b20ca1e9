package dev.beamflink.translation.runtime.harness;

import org.apache.beam.sdk.state.MultimapState;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;

/**
 * The keys of a multimap. To clear them is to clear the multimap; there is nothing to append.
 *
 * @param state of the current key of the stage
 */
record MultimapKeysBytes(MultimapState<ByteString, ByteString> state) implements UserStateBytes {

  @Override
  public Iterable<ByteString> read() {
    return state.keys().read();
  }

  @Override
  public void append(ByteString keys) {
    throw new UnknownStateException("An SDK wants to append keys without values to a multimap");
  }

  @Override
  public void clear() {
    state.clear();
  }
}
