package dev.beamflink.translation.runtime.harness;

import org.apache.beam.sdk.state.BagState;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;

/**
 * A bag of which an SDK knows the elements, and the runner what came in one request.
 *
 * @param state of the current key
 */
record BagBytes(BagState<ByteString> state) implements UserStateBytes {

  @Override
  public Iterable<ByteString> read() {
    return state.read();
  }

  @Override
  public void append(ByteString elements) {
    state.add(elements);
  }

  @Override
  public void clear() {
    state.clear();
  }
}
