package dev.beamflink.runner.sharding;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.GroupIntoBatches;
import org.apache.beam.sdk.transforms.GroupIntoBatches.BatchingParams;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.util.ShardedKey;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * {@code GroupIntoBatches.withShardedKey()} with our choice of shards. Beam's own is one for each
 * thread that a key comes from: each leaves a batch that is not full, also of keys with a few
 * elements, and after a restart nothing ever comes to the old shards.
 */
final class ShardedBatches<K, V>
    extends PTransform<PCollection<KV<K, V>>, PCollection<KV<ShardedKey<K>, Iterable<V>>>> {

  private static final long serialVersionUID = 1L;

  private final transient BatchingParams<V> params;

  ShardedBatches(BatchingParams<V> params) {
    this.params = params;
  }

  @Override
  public PCollection<KV<ShardedKey<K>, Iterable<V>>> expand(PCollection<KV<K, V>> input) {
    KvCoder<K, V> coder = (KvCoder<K, V>) input.getCoder();
    Coder<K> keyCoder = coder.getKeyCoder();
    return input
        .apply("Shard", ParDo.of(new ShardKeysFn<>(keyCoder)))
        .setCoder(KvCoder.of(ShardedKey.Coder.of(keyCoder), coder.getValueCoder()))
        .apply("Batch", batches());
  }

  private GroupIntoBatches<ShardedKey<K>, V> batches() {
    GroupIntoBatches<ShardedKey<K>, V> batches = GroupIntoBatches.ofSize(params.getBatchSize());
    long bytes = params.getBatchSizeBytes();
    if (bytes < Long.MAX_VALUE) {
      SerializableFunction<V, Long> elementSize = params.getElementByteSize();
      batches =
          elementSize == null
              ? batches.withByteSize(bytes)
              : batches.withByteSize(bytes, elementSize);
    }
    return batches.withMaxBufferingDuration(params.getMaxBufferingDuration());
  }
}
