package dev.beamflink.runner.sharding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("deprecation") // ShardedKey: what WriteFiles groups by
class ShardPlacementTest {

  private static final int GROUPS = 1024;
  private static final int[] DESTINATIONS = {0, 1, -1, 0x12345678, 0x9abcdef0};

  private static final ShardPlacement PLACEMENT = new ShardPlacement(GROUPS);

  /** How many shards each subtask gets. */
  private static int[] perSubtask(int destination, int shards, int parallelism) throws IOException {
    int[] counts = new int[parallelism];
    for (int shard = 0; shard < shards; shard++) {
      int group = PLACEMENT.group(PLACEMENT.key(destination, shard));
      counts[KeyGroupRangeAssignment.computeOperatorIndexForKeyGroup(GROUPS, parallelism, group)]++;
    }
    return counts;
  }

  /** Checks that no subtask has more shards than its share, rounded, and some allowance. */
  private static void check(int shards, int parallelism, int allowance) throws IOException {
    for (int destination : DESTINATIONS) {
      int[] counts = perSubtask(destination, shards, parallelism);
      for (int count : counts) {
        assertTrue(
            count >= shards / parallelism - allowance
                && count <= (shards + parallelism - 1) / parallelism + allowance,
            () -> "%d shards over %s".formatted(shards, Arrays.toString(counts)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 16, 32})
  void powersOfTwoAreSpreadEvenlyAtEveryParallelism(int shards) throws IOException {
    for (int parallelism : new int[] {1, 2, 3, 4, 5, 7, 8, 12, 16}) {
      check(shards, parallelism, 0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5, 6, 10, 20})
  void otherNumbersAreSpreadNearlySo(int shards) throws IOException {
    for (int parallelism : new int[] {2, 3, 4, 5, 10}) {
      check(shards, parallelism, 1);
    }
  }

  @Test
  void keysTellShardsAndDestinationsApart() throws IOException {
    assertEquals(3, PLACEMENT.key(7, 3).getShardNumber());
    assertNotEquals(PLACEMENT.key(7, 3), PLACEMENT.key(0x70000000, 3));
  }
}
