package dev.beamflink.translation.runtime.harness;

import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;

/**
 * What has not been sent of long iterables. Their SDK asks for it, as often as it wants, until its
 * bundle ends. Safe for any thread.
 */
final class UnsentValues {

  /**
   * An iterable.
   *
   * @param sent how many of its values were sent
   */
  private record Rest(Iterable<Object> values, long sent, Coder<Object> coder) {

    Iterator<ByteString> parts() {
      Iterator<Object> left = values.iterator();
      for (long i = 0; i < sent; i++) {
        left.next();
      }
      return new Parts(left, coder);
    }
  }

  private final Map<ByteString, Rest> rests = new ConcurrentHashMap<>();
  private final AtomicLong next = new AtomicLong();

  /**
   * Keeps an iterable.
   *
   * @param sent how many of its values were sent
   * @return by which its SDK asks for the others
   */
  ByteString keep(Iterable<Object> values, long sent, Coder<Object> coder) {
    ByteString token = ByteString.copyFromUtf8(Long.toString(next.getAndIncrement()));
    rests.put(token, new Rest(values, sent, coder));
    return token;
  }

  /**
   * Answers what is asked for, in parts of whole values.
   *
   * @throws UnknownStateException if nothing is kept by that token
   */
  Iterable<ByteString> read(ByteString token) {
    Rest rest = rests.get(token);
    if (rest == null) {
      throw new UnknownStateException(
          "An SDK asks for values of a group that it has not got in this bundle");
    }
    return rest::parts;
  }

  /** A bundle has ended: its SDK asks for nothing more. */
  void forget() {
    rests.clear();
  }

  private static final class Parts implements Iterator<ByteString> {
    private final Iterator<Object> values;
    private final Coder<Object> coder;

    Parts(Iterator<Object> values, Coder<Object> coder) {
      this.values = values;
      this.coder = coder;
    }

    @Override
    public boolean hasNext() {
      return values.hasNext();
    }

    @Override
    public ByteString next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return EncodedValues.part(values, coder);
    }
  }
}
