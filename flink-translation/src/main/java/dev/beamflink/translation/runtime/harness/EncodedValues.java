package dev.beamflink.translation.runtime.harness;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;

/** Values as SDKs read them: encoded one after the other, in parts of whole values. */
final class EncodedValues {

  private static final int PART_BYTES = 1 << 16; // 64 KiB

  private final List<ByteString> full = new ArrayList<>();
  private final ByteString.Output open = ByteString.newOutput();
  private int count;
  private long fullBytes;

  void add(@Nullable Object value, Coder<Object> coder) {
    encode(value, coder, open);
    count++;
    if (open.size() >= PART_BYTES) {
      full.add(open.toByteString());
      fullBytes += open.size();
      open.reset();
    }
  }

  /** In bytes. */
  long size() {
    return fullBytes + open.size();
  }

  List<ByteString> parts() {
    if (open.size() == 0) {
      return full;
    }
    List<ByteString> parts = new ArrayList<>(full);
    parts.add(open.toByteString());
    return parts;
  }

  /** As {@code beam:coder:iterable:v1} writes them: their number first. */
  ByteString asIterable() {
    return iterable(count, ByteString.copyFrom(parts()));
  }

  /**
   * The same of values that are encoded already.
   *
   * @param count how many these are
   */
  static ByteString iterable(int count, ByteString values) {
    return ByteString.copyFrom(ByteBuffer.allocate(Integer.BYTES).putInt(0, count)).concat(values);
  }

  /** The next values, so many as make up a part. */
  static ByteString part(Iterator<Object> values, Coder<Object> coder) {
    ByteString.Output part = ByteString.newOutput();
    while (values.hasNext() && part.size() < PART_BYTES) {
      encode(values.next(), coder, part);
    }
    return part.toByteString();
  }

  static ByteString encode(@Nullable Object value, Coder<Object> coder) {
    ByteString.Output out = ByteString.newOutput();
    encode(value, coder, out);
    return out.toByteString();
  }

  @SuppressWarnings("NullAway") // elements may be null, as Beam allows
  private static void encode(@Nullable Object value, Coder<Object> coder, ByteString.Output out) {
    try {
      coder.encode(value, out);
    } catch (IOException e) {
      throw new IllegalStateException(
          "Coder %s can't write what it has read: %s".formatted(coder, e.getMessage()), e);
    }
  }
}
