package dev.beamflink.translation.runtime.element;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.hash.Hashing;
import org.jspecify.annotations.Nullable;

/**
 * A key as the bytes of its coder, with their hash. The Flink key of every keyed operator.
 *
 * <p>Keys are equal when their bytes are, which is why Beam asks for deterministic key coders. The
 * hash decides the key group, so it is part of the savepoint format: murmur3 (32 bit, seed 0) of
 * the bytes, pinned by a golden test.
 *
 * <p>Immutable; the byte array must not be changed by whoever hands it in or takes it out.
 */
public final class EncodedKey {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final int hash;

  private EncodedKey(byte[] bytes) {
    this.bytes = bytes;
    this.hash = Hashing.murmur3_32_fixed().hashBytes(bytes).asInt();
  }

  /** A key with these bytes, which it keeps without a copy. */
  public static EncodedKey ofBytes(byte[] bytes) {
    return new EncodedKey(bytes);
  }

  /**
   * Encodes a key.
   *
   * @throws IOException when the coder refuses the key
   */
  public static <K extends @Nullable Object> EncodedKey encode(Coder<K> coder, K key)
      throws IOException {
    return new EncodedKey(CoderUtils.encodeToByteArray(coder, key));
  }

  /**
   * The key that the bytes stand for.
   *
   * @throws IOException when the bytes are not those of the coder
   */
  @SuppressWarnings("unchecked") // the coder is one of strings where one is answered
  public <K extends @Nullable Object> K decode(Coder<K> coder) throws IOException {
    if (coder.getClass() == StringUtf8Coder.class) {
      return (K) new String(bytes, StandardCharsets.UTF_8); // as the coder does it, in fewer steps
    }
    return CoderUtils.decodeFromByteArray(coder, bytes);
  }

  /** How many bytes the key has. */
  public int length() {
    return bytes.length;
  }

  /** The first eight bytes as a number, or all there are. */
  public long head() {
    return bytes.length < Long.BYTES ? all() : (long) LONGS.get(bytes, 0);
  }

  /** The last eight bytes as a number, or all there are. */
  public long tail() {
    return bytes.length < Long.BYTES ? all() : (long) LONGS.get(bytes, bytes.length - Long.BYTES);
  }

  private long all() {
    long number = 0;
    for (byte next : bytes) {
      number = number << Byte.SIZE | (next & 0xFF);
    }
    return number;
  }

  /** The encoded key; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof EncodedKey that
            && hash == that.hash
            && Arrays.equals(bytes, that.bytes));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return "EncodedKey[" + bytes.length + " bytes, hash " + Integer.toHexString(hash) + "]";
  }
}
