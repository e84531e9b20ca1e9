package dev.beamflink.translation.runtime.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.util.common.Reiterator;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.ImmutableList;
import org.junit.jupiter.api.Test;

class ChunkedValuesTest {

  private final List<Integer> fetched = new ArrayList<>();
  private final ChunkedValues<String> values =
      new ChunkedValues<>(
          3,
          number -> {
            fetched.add(number);
            return List.of(number + "a", number + "b");
          },
          List.of("last"));

  @Test
  void chunkIsFetchedWhenItIsReached() {
    Reiterator<String> iterator = values.iterator();
    assertEquals(List.of(), fetched);
    assertEquals("1a", iterator.next());
    assertEquals("1b", iterator.next());
    assertEquals(List.of(1), fetched);
    assertEquals("2a", iterator.next());
    assertEquals(List.of(1, 2), fetched);
  }

  @Test
  void iteratorsGoTheirOwnWays() {
    Reiterator<String> one = values.iterator();
    one.next();
    Reiterator<String> copy = one.copy();
    assertEquals(List.of("1b", "2a", "2b", "3a", "3b", "last"), ImmutableList.copyOf(copy));
    assertEquals("1b", one.next());
    assertFalse(copy.hasNext());
    assertEquals(7, ImmutableList.copyOf(values).size());
  }

  @Test
  void largeBagNeedsNoLookAtTheOthers() {
    ChunkPace pace = new ChunkPace(100);
    int looks = 0;
    for (int i = 0; i < 1_000; i++) {
      looks += pace.isTimeAfter(7, 10) ? 1 : 0;
    }
    assertEquals(100, looks);
    assertFalse(pace.isTimeAfter(8, 99));
  }
}
