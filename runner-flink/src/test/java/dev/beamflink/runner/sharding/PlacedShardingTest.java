package dev.beamflink.runner.sharding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.ShardedKey;
import org.junit.jupiter.api.Test;

@SuppressWarnings("deprecation") // ShardedKey: what WriteFiles groups by
class PlacedShardingTest {

  /** As in a task: a copy of the function. */
  private static PlacedSharding<String, String> function() {
    return SerializableUtils.clone(
        new PlacedSharding<>(StringUtf8Coder.of(), new ShardPlacement(128)));
  }

  private static Map<ShardedKey<Integer>, Integer> keys(
      PlacedSharding<String, String> function, int shards, int elements) throws IOException {
    Map<ShardedKey<Integer>, Integer> keys = new HashMap<>();
    for (int i = 0; i < elements; i++) {
      keys.merge(function.assignShardKey("files", "element " + i, shards), 1, Integer::sum);
    }
    return keys;
  }

  @Test
  void elementsGoToTheShardsInTurn() throws IOException {
    Map<ShardedKey<Integer>, Integer> keys = keys(function(), 4, 20);
    assertEquals(4, keys.size(), "a key for each shard");
    assertEquals(Set.of(5), new HashSet<>(keys.values()));
  }

  @Test
  void aShardKeepsItsKeyInEveryTaskAndWithMoreShards() throws IOException {
    Set<ShardedKey<Integer>> few = keys(function(), 4, 4).keySet();
    Set<ShardedKey<Integer>> many = new HashSet<>(keys(function(), 8, 8).keySet());
    many.removeIf(key -> key.getShardNumber() >= 4);
    assertEquals(few, many);
  }
}
