package dev.beamflink.runner.sharding;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.util.ShardedKey;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/**
 * Gives hot keys shards.
 *
 * <p>All instances of this function put the first elements of a key into one shard: a key that has
 * no more gains nothing from being spread, and each further shard leaves a batch that is not full.
 * From its {@value #UNSHARDED}th element of a key on, an instance puts all into a shard of its own.
 *
 * <p>There are {@value #SHARDS} of these at most, the same after a restart: what waits in one for
 * its batch to become full must not wait for ever.
 */
final class ShardKeysFn<K, V> extends DoFn<KV<K, V>, KV<ShardedKey<K>, V>> {

  private static final long serialVersionUID = 1L;

  /** Elements of a key that an instance does not spread. */
  static final int UNSHARDED = 10_000;

  private static final int SHARDS = 64;

  /** Keys that are counted; of more than that, none is hot for long. */
  private static final int COUNTED_KEYS = 1_000;

  private static final byte[] COMMON_SHARD = new byte[0];

  private final Coder<K> keyCoder;
  private transient @Nullable Map<Object, Integer> counts;
  private transient byte @Nullable [] ownShard;

  ShardKeysFn(Coder<K> keyCoder) {
    this.keyCoder = keyCoder;
  }

  @Setup
  public void setup() {
    counts = new RecentKeys();
    ownShard =
        ByteBuffer.allocate(Integer.BYTES)
            .putInt(ThreadLocalRandom.current().nextInt(SHARDS))
            .array();
  }

  @ProcessElement
  public void process(@Element KV<K, V> element, OutputReceiver<KV<ShardedKey<K>, V>> out) {
    out.output(KV.of(ShardedKey.of(element.getKey(), shard(element.getKey())), element.getValue()));
  }

  @SuppressWarnings("NullAway") // set up before the first element
  private byte[] shard(K key) {
    int count = counts.merge(keyCoder.structuralValue(key), 1, ShardKeysFn::countUpToHot);
    return count < UNSHARDED ? COMMON_SHARD : ownShard;
  }

  private static int countUpToHot(int count, int more) {
    return Math.min(count + more, UNSHARDED);
  }

  /** Forgets the key that has not been seen for longest. */
  private static final class RecentKeys extends LinkedHashMap<Object, Integer> {

    private static final long serialVersionUID = 1L;

    RecentKeys() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Object, Integer> eldest) {
      return size() > COUNTED_KEYS;
    }
  }
}
