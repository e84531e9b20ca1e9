package dev.beamflink.translation.runtime.splittable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import dev.beamflink.translation.runtime.stage.RestrictedElement;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HexFormat;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.WindowedValues;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class PendingRestrictionCoderTest {

  @SuppressWarnings("unchecked") // a string is an object
  private static final Coder<Object> STRINGS = (Coder<Object>) (Coder<?>) StringUtf8Coder.of();

  private static final PendingRestrictionCoder CODER =
      PendingRestrictionCoder.of(
          WindowedValueCoder.of(STRINGS, GlobalWindow.Coder.INSTANCE),
          STRINGS,
          NullableCoder.of(STRINGS));

  private static final PendingRestriction PENDING =
      new PendingRestriction(
          new RestrictedElement(
              WindowedValues.timestampedValueInGlobalWindow("e", new Instant(7)), "r", null),
          8,
          Long.MIN_VALUE);

  /** The format is that of savepoints: if this test must change, so must the version. */
  @Test
  void formatStaysAsItIs() throws Exception {
    assertEquals(
        "01" // version
            + "0000000000000008" // hold
            + "8000000000000000" // no waiting
            + "08" // in the global window, with a timestamp
            + "0000000000000007"
            + "0165" // the element
            + "0172" // the restriction
            + "00", // no estimator state
        HexFormat.of().formatHex(CoderUtils.encodeToByteArray(CODER, PENDING)));
  }

  @Test
  void whatIsReadIsWhatWasWritten() throws Exception {
    assertEquals(PENDING, CoderUtils.clone(CODER, PENDING));
  }

  @Test
  void unknownVersionIsRefused() throws Exception {
    byte[] bytes = CoderUtils.encodeToByteArray(CODER, PENDING);
    bytes[0] = 2;
    IOException refusal =
        assertThrows(IOException.class, () -> CODER.decode(new ByteArrayInputStream(bytes)));
    assertTrue(String.valueOf(refusal.getMessage()).contains("version 2"), refusal.getMessage());
  }
}
