package dev.beamflink.translation.runtime.element;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.function.IntUnaryOperator;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.junit.jupiter.api.Test;

class SampledSizeTest {

  private static final int VALUES = 100_000;

  private long total;
  private int measured;

  @Test
  void someSmallValuesStandForAll() throws IOException {
    take(index -> 20 + index % 16); // as regular as can be
    assertTrue(measured < VALUES / 8, measured + " measured");
    assertEquals(27.5 + 1, (double) total / VALUES, 1);
  }

  @Test
  void largeOnesAreMeasuredWhereTheyComeTogether() throws IOException {
    take(index -> index < VALUES / 2 ? 10 : 10_000);
    assertEquals(5_005 + 2, (double) total / VALUES, 200);
  }

  @Test
  void rareLargeOnesCountForWhatTheyAre() throws IOException {
    take(index -> index % 100 == 0 ? 100_000 : 10);
    assertEquals(1_010, (double) total / VALUES, 300);
  }

  @SuppressWarnings("unchecked") // a byte array is an object
  private void take(IntUnaryOperator size) throws IOException {
    SampledSize sizes = new SampledSize((Coder<Object>) (Coder<?>) ByteArrayCoder.of());
    for (int i = 0; i < VALUES; i++) {
      int weight = sizes.weightOfNext();
      if (weight > 0) {
        long bytes = sizes.of(new byte[size.applyAsInt(i)]);
        sizes.measured(bytes);
        total += weight * bytes;
        measured++;
      }
    }
  }
}
