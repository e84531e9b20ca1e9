package dev.beamflink.runner.sharding;

import java.io.IOException;
import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.ShardingFunction;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.ShardedKey;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.hash.Hashing;
import org.jspecify.annotations.Nullable;

/**
 * Gives elements to the shards of a file write in turn, from a random one on, as Beam does, under
 * keys of a {@link ShardPlacement}. Part of a DoFn: used by the task thread.
 */
@SuppressWarnings("deprecation") // ShardedKey: what WriteFiles groups by
final class PlacedSharding<UserT, DestinationT> implements ShardingFunction<UserT, DestinationT> {

  @Serial private static final long serialVersionUID = 1L;

  private final Coder<DestinationT> destinationCoder;
  private final ShardPlacement placement;
  private transient @Nullable RecentKeys keys;
  private transient int turn;

  PlacedSharding(Coder<DestinationT> destinationCoder, ShardPlacement placement) {
    this.destinationCoder = destinationCoder;
    this.placement = placement;
  }

  @Override
  public ShardedKey<Integer> assignShardKey(DestinationT destination, UserT element, int shardCount)
      throws IOException {
    RecentKeys recent = keys;
    if (recent == null) {
      recent = new RecentKeys();
      keys = recent;
      turn = ThreadLocalRandom.current().nextInt(shardCount);
    }
    turn = (turn + 1) % shardCount;
    Shard shard = new Shard(hash(destination), turn);
    ShardedKey<Integer> key = recent.get(shard);
    if (key == null) {
      key = placement.key(shard.destinationHash(), shard.number());
      recent.put(shard, key);
    }
    return key;
  }

  private int hash(DestinationT destination) throws IOException {
    return Hashing.murmur3_32_fixed()
        .hashBytes(CoderUtils.encodeToByteArray(destinationCoder, destination))
        .asInt();
  }

  private record Shard(int destinationHash, int number) {}

  /** Keys used lately: finding one takes a thousand hashes. */
  private static final class RecentKeys extends LinkedHashMap<Shard, ShardedKey<Integer>> {

    @Serial private static final long serialVersionUID = 1L;

    private static final int LIMIT = 16_384; // about 2 MB

    RecentKeys() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Shard, ShardedKey<Integer>> eldest) {
      return size() > LIMIT;
    }
  }
}
