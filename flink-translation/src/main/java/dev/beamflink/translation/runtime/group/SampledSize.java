package dev.beamflink.translation.runtime.group;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.io.CountingOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * About how many bytes values take when encoded. As to encode them takes time, some are measured,
 * and others are taken to be like these; while values are large, all are. Task thread only.
 */
final class SampledSize {

  private static final int FIRST = 16;
  private static final int STRIDE = 16;
  private static final long LARGE = 4 << 10;

  private final Coder<Object> coder;
  private long values;
  private long typical;

  SampledSize(Coder<Object> coder) {
    this.coder = coder;
  }

  /**
   * The size of a value, in bytes.
   *
   * @throws IOException if the coder refuses it
   */
  long of(@Nullable Object value) throws IOException {
    values++;
    if (values > FIRST && values % STRIDE != 0 && typical < LARGE) {
      return typical;
    }
    long measured = measure(value);
    typical = values == 1 ? measured : (typical + measured + 1) / 2;
    return measured;
  }

  @SuppressWarnings("NullAway") // values may be null, as Beam allows
  private long measure(@Nullable Object value) throws IOException {
    CountingOutputStream counting = new CountingOutputStream(OutputStream.nullOutputStream());
    coder.encode(value, counting);
    return counting.getCount();
  }
}
