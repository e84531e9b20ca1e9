package dev.beamflink.runner.sharding;

import org.apache.beam.sdk.runners.AppliedPTransform;
import org.apache.beam.sdk.runners.PTransformOverride;
import org.apache.beam.sdk.transforms.GroupIntoBatches;
import org.apache.beam.sdk.util.ShardedKey;
import org.apache.beam.sdk.util.construction.PTransformMatchers;
import org.apache.beam.sdk.util.construction.PTransformReplacements;
import org.apache.beam.sdk.util.construction.SingleInputOutputOverrideFactory;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/** Puts {@link ShardedBatches} in the place of Beam's transform. Used in the client. */
public final class ShardedBatchesOverride<K, V>
    extends SingleInputOutputOverrideFactory<
        PCollection<KV<K, V>>,
        PCollection<KV<ShardedKey<K>, Iterable<V>>>,
        GroupIntoBatches<K, V>.WithShardedKey> {

  private ShardedBatchesOverride() {}

  /** For {@code Pipeline.replaceAll}. */
  public static PTransformOverride create() {
    return PTransformOverride.of(
        PTransformMatchers.classEqualTo(GroupIntoBatches.WithShardedKey.class),
        new ShardedBatchesOverride<>());
  }

  @Override
  public PTransformReplacement<PCollection<KV<K, V>>, PCollection<KV<ShardedKey<K>, Iterable<V>>>>
      getReplacementTransform(
          AppliedPTransform<
                  PCollection<KV<K, V>>,
                  PCollection<KV<ShardedKey<K>, Iterable<V>>>,
                  GroupIntoBatches<K, V>.WithShardedKey>
              transform) {
    return PTransformReplacement.of(
        PTransformReplacements.getSingletonMainInput(transform),
        new ShardedBatches<>(transform.getTransform().getBatchingParams()));
  }
}
