package dev.beamflink.runner.sharding;

import dev.beamflink.translation.runtime.element.EncodedKey;
import java.io.IOException;
import java.io.Serializable;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ShardedKeyCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.values.ShardedKey;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * Finds keys for shards that spread evenly over the subtasks, at any parallelism.
 *
 * <p>Flink chooses the subtask of a key by its hash, so a handful of shards, each a key, meets on
 * some subtasks and misses others. The number in a shard's key means nothing to Beam but that
 * destinations differ; so it can be chosen such that the key falls into a wanted key group. The
 * groups of a destination's shards halve the distances between those before them (van der Corput's
 * sequence), from a place that depends on the destination. Subtasks own ranges of key groups;
 * therefore a number of shards that is a power of two is spread as evenly as can be at every
 * parallelism, any other number nearly so.
 *
 * <p>A shard's key depends neither on the parallelism nor on the number of shards. If it did, a
 * window that is open when either changes could get the same file from two keys.
 *
 * @param maxParallelism number of key groups of the job, which a savepoint fixes
 */
@SuppressWarnings("deprecation") // ShardedKey: what WriteFiles groups by
record ShardPlacement(int maxParallelism) implements Serializable {

  /** What Beam encodes the keys of shards with. */
  private static final Coder<ShardedKey<Integer>> KEY_CODER = ShardedKeyCoder.of(VarIntCoder.of());

  /**
   * The key of a shard. Takes about as many steps as there are key groups.
   *
   * @param destinationHash tells destinations apart
   * @param shard number of the shard
   */
  ShardedKey<Integer> key(int destinationHash, int shard) throws IOException {
    int wanted = wantedGroup(destinationHash, shard);
    int number = destinationHash;
    while (group(ShardedKey.of(number, shard)) != wanted) {
      number++;
    }
    return ShardedKey.of(number, shard);
  }

  /** Reversed bits are the fractions 0, 1/2, 1/4, 3/4, 1/8, ... of the whole range. */
  private int wantedGroup(int destinationHash, int shard) {
    int position = Integer.reverse(shard) + destinationHash;
    return (int) ((Integer.toUnsignedLong(position) * maxParallelism) >>> Integer.SIZE);
  }

  /** The key group that Flink puts a shard's key into. */
  int group(ShardedKey<Integer> key) throws IOException {
    return KeyGroupRangeAssignment.assignToKeyGroup(
        EncodedKey.encode(KEY_CODER, key), maxParallelism);
  }
}
