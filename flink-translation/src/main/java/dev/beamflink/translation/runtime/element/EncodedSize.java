package dev.beamflink.translation.runtime.element;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.io.CountingOutputStream;
import org.jspecify.annotations.Nullable;

/** Measures values by encoding them to nowhere. */
public final class EncodedSize {

  private EncodedSize() {}

  /**
   * How many bytes a value takes among others.
   *
   * @throws IOException when the coder refuses the value
   */
  public static <T extends @Nullable Object> long of(T value, Coder<T> coder) throws IOException {
    CountingOutputStream counter = new CountingOutputStream(OutputStream.nullOutputStream());
    coder.encode(value, counter);
    return counter.getCount();
  }
}
