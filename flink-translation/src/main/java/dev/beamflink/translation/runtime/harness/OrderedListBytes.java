package dev.beamflink.translation.runtime.harness;

import java.io.IOException;
import java.io.InputStream;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.OrderedListRange;
import org.apache.beam.runners.fnexecution.wire.ByteStringCoder;
import org.apache.beam.sdk.state.OrderedListState;
import org.apache.beam.sdk.util.VarInt;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString.Output;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.Iterables;
import org.joda.time.Instant;

/**
 * A range of an ordered list. On the wire an entry is a number by which it is sorted (varint) and a
 * value with its length.
 *
 * @param state of the current key
 * @param range what is read and cleared; entries are added wherever they belong
 */
record OrderedListBytes(OrderedListState<ByteString> state, OrderedListRange range)
    implements UserStateBytes {

  @Override
  public Iterable<ByteString> read() {
    return Iterables.transform(state.readRange(start(), end()), OrderedListBytes::encode);
  }

  @Override
  public void append(ByteString entries) {
    InputStream in = entries.newInput();
    try {
      while (in.available() > 0) {
        Instant position = Instant.ofEpochMilli(VarInt.decodeLong(in));
        state.add(TimestampedValue.of(ByteStringCoder.of().decode(in), position));
      }
    } catch (IOException e) {
      throw new UnknownStateException(
          "An SDK appends what is no entries of an ordered list: " + e.getMessage());
    }
  }

  @Override
  public void clear() {
    state.clearRange(start(), end());
  }

  private Instant start() {
    return Instant.ofEpochMilli(range.getStart());
  }

  private Instant end() {
    return Instant.ofEpochMilli(range.getEnd());
  }

  private static ByteString encode(TimestampedValue<ByteString> entry) {
    Output out = ByteString.newOutput();
    try {
      VarInt.encode(entry.getTimestamp().getMillis(), out);
      ByteStringCoder.of().encode(entry.getValue(), out);
    } catch (IOException e) {
      throw new IllegalStateException("An entry of an ordered list can't be encoded", e);
    }
    return out.toByteString();
  }
}
