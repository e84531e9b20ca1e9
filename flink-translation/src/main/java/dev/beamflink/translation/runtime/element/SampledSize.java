package dev.beamflink.translation.runtime.element;

import java.io.IOException;
import java.util.SplittableRandom;
import org.apache.beam.sdk.coders.Coder;
import org.jspecify.annotations.Nullable;

/**
 * Measures how many bytes values take when encoded. As that takes time, some are measured, at
 * random, and each of these stands for those that were not; while values are large, all are. Task
 * thread only.
 */
public final class SampledSize {

  private static final int FIRST = 16;
  private static final int STRIDE = 16; // on average
  private static final long LARGE = 4 << 10;

  private final Coder<Object> coder;
  private final SplittableRandom random = new SplittableRandom(0);
  private long passed;
  private int stride = 1;
  private int left = 1;

  public SampledSize(Coder<Object> coder) {
    this.coder = coder;
  }

  /** How many values the next one stands for; 0 if it is not to be measured. */
  public int weightOfNext() {
    left--;
    return left == 0 ? stride : 0;
  }

  /** The last one has been measured. */
  public void measured(long bytes) {
    passed++;
    stride = passed < FIRST || bytes >= LARGE ? 1 : random.nextInt(1, 2 * STRIDE);
    left = stride;
  }

  /**
   * The size of a value, in bytes.
   *
   * @throws IOException if the coder refuses it
   */
  @SuppressWarnings("NullAway") // values may be null, as Beam allows
  public long of(@Nullable Object value) throws IOException {
    return EncodedSize.of(value, coder);
  }
}
