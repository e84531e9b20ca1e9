package dev.beamflink.translation.runtime.element;

import java.io.IOException;
import java.util.Arrays;
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
  public <T extends @Nullable Object> byte[] encode(Coder<T> coder, T value) throws IOException {
    if (inUse) { // by a coder whose own code encodes with this one
      return CoderUtils.encodeToByteArray(coder, value);
    }
    fill(coder, value);
    byte[] bytes = buffer.toByteArray();
    shrink();
    return bytes;
  }

  /**
   * The hash of a value's bytes, as {@link Arrays#hashCode(byte[])} has it, without a copy of them.
   *
   * @throws IOException when the coder refuses the value
   */
  public <T extends @Nullable Object> int hash(Coder<T> coder, T value) throws IOException {
    if (inUse) {
      return Arrays.hashCode(CoderUtils.encodeToByteArray(coder, value));
    }
    fill(coder, value);
    byte[] bytes = buffer.getBuf();
    int hash = 1;
    for (int i = 0; i < buffer.getPosition(); i++) {
      hash = 31 * hash + bytes[i];
    }
    shrink();
    return hash;
  }

  @SuppressWarnings("deprecation") // no other context leaves out what only nested values need
  private <T extends @Nullable Object> void fill(Coder<T> coder, T value) throws IOException {
    inUse = true;
    try {
      buffer.reset();
      coder.encode(value, buffer, Coder.Context.OUTER);
    } finally {
      inUse = false;
    }
  }

  private void shrink() {
    if (buffer.size() > MOST_KEPT_BYTES) {
      buffer = new ByteArrayOutputStreamWithPos(FIRST_BYTES);
    }
  }
}
