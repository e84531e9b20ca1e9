package dev.beamflink.translation.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.element.EncodedKey;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class RecentWindowsTest {

  private final RecentWindows recent = new RecentWindows();

  @Test
  void knowsAWindowOfAKeyByContent() {
    assertTrue(recent.add(key(1), window(0)));
    assertFalse(recent.add(key(1), window(0)));
    assertTrue(recent.add(key(2), window(0)));
    assertTrue(recent.add(key(1), window(10)));
  }

  @Test
  void neverClaimsWhatWasNotAdded() {
    Random random = new Random(7);
    Set<Long> added = new HashSet<>();
    int known = 0;
    for (int i = 0; i < 100_000; i++) {
      int key = random.nextInt(100);
      int window = random.nextInt(100);
      if (recent.add(key(key), window(window))) {
        added.add(key * 100L + window);
      } else {
        known++;
        assertTrue(added.contains(key * 100L + window), key + " in " + window);
      }
    }
    assertTrue(known > 1_000, "else it is of no use: " + known);
  }

  @Test
  void doesNotKeepLargeKeys() {
    EncodedKey large = EncodedKey.ofBytes(new byte[1 << 20]);
    assertTrue(recent.add(large, GlobalWindow.INSTANCE));
    assertTrue(recent.add(large, GlobalWindow.INSTANCE));
  }

  private static EncodedKey key(int number) {
    return EncodedKey.ofBytes(ByteBuffer.allocate(4).putInt(number).array());
  }

  private static IntervalWindow window(long start) {
    return new IntervalWindow(new Instant(start), new Instant(start + 10));
  }
}
