package dev.beamflink.translation.runtime.harness;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.IterableCoder;
import org.apache.beam.sdk.coders.StructuredCoder;
import org.apache.beam.sdk.util.VarInt;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;

/**
 * Writes iterables as {@code beam:coder:state_backed_iterable:v1}: of those that are long only the
 * beginning, and a token by which their SDK asks for the rest.
 */
final class LongIterableCoder extends StructuredCoder<Iterable<Object>> {

  private static final long serialVersionUID = 1L;

  private static final int SENT_BYTES = 1 << 20; // 1 MiB

  private static final int UNKNOWN_SIZE = -1;
  private static final long TOKEN_FOLLOWS = -1;

  private final Coder<Object> values;
  private final transient UnsentValues unsent;

  /**
   * @param values coder of the values
   * @param unsent keeps what is not written
   */
  LongIterableCoder(Coder<Object> values, UnsentValues unsent) {
    this.values = values;
    this.unsent = unsent;
  }

  @Override
  public void encode(Iterable<Object> iterable, OutputStream out) throws IOException {
    Iterator<Object> left = iterable.iterator();
    ByteString.Output begin = ByteString.newOutput();
    int count = 0;
    while (left.hasNext() && begin.size() < SENT_BYTES) {
      values.encode(left.next(), begin);
      count++;
    }
    DataOutputStream data = new DataOutputStream(out);
    if (!left.hasNext()) {
      data.writeInt(count);
      begin.writeTo(out);
      return;
    }
    data.writeInt(UNKNOWN_SIZE);
    VarInt.encode(count, out);
    begin.writeTo(out);
    VarInt.encode(TOKEN_FOLLOWS, out);
    ByteString token = unsent.keep(iterable, count, values);
    VarInt.encode(token.size(), out);
    token.writeTo(out);
  }

  /** Groups go to SDKs, and none comes back by this coder. */
  @Override
  public Iterable<Object> decode(InputStream in) throws IOException {
    return IterableCoder.of(values).decode(in);
  }

  @Override
  public List<? extends Coder<?>> getCoderArguments() {
    return List.of(values);
  }

  @Override
  public void verifyDeterministic() throws NonDeterministicException {
    throw new NonDeterministicException(this, "tokens are new each time");
  }
}
