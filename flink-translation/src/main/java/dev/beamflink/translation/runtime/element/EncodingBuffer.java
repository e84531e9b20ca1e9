package dev.beamflink.translation.runtime.element;

import java.io.IOException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.flink.core.memory.ByteArrayOutputStreamWithPos;
import org.jspecify.annotations.Nullable;

/**
 * Encodes values one after the other, in a buffer that it keeps. As Beam's {@link CoderUtils} does,
 * but without a look-up of the thread's buffer for each value. Task thread only.
 */
public final class EncodingBuffer {

  private static final int FIRST_BYTES = 64;

  /** A larger one is not kept. */
  private static final int MOST_KEPT_BYTES = 64 << 10;

  private ByteArrayOutputStreamWithPos buffer = new ByteArrayOutputStreamWithPos(FIRST_BYTES);
  private boolean inUse;

  /**
   * Encodes a value, as one that nothing follows.
   *
   * @throws IOException when the coder refuses the value
   */
  @SuppressWarnings("deprecation") // no other context leaves out what only nested values need
  public <T extends @Nullable Object> byte[] encode(Coder<T> coder, T value) throws IOException {
    if (inUse) { // by a coder whose own code encodes with this one
      return CoderUtils.encodeToByteArray(coder, value);
    }
    inUse = true;
    try {
      buffer.reset();
      coder.encode(value, buffer, Coder.Context.OUTER);
      return buffer.toByteArray();
    } finally {
      inUse = false;
      if (buffer.size() > MOST_KEPT_BYTES) {
        buffer = new ByteArrayOutputStreamWithPos(FIRST_BYTES);
      }
    }
  }
}
