package org.apache.beam.runners.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.GroupIntoBatches;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.SimpleFunction;
import org.apache.beam.sdk.util.ShardedKey;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GroupIntoBatches with sharded keys: batches are full, and hot keys are spread. */
class ShardedBatchesITCase {

  private static final int BATCH = 10;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void keyThatIsNotHotLeavesNoPartOfABatch(boolean streaming) {
    run(streaming, 9_990, batches -> assertEquals(Set.of(BATCH), sizes(batches)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void hotKeyHasMoreThanOneShard(boolean streaming) {
    run(streaming, 60_000, batches -> assertTrue(shards(batches).size() > 1));
  }

  private interface Check extends java.io.Serializable {
    void of(Iterable<KV<ShardedKey<String>, Iterable<Integer>>> batches);
  }

  private static void run(boolean streaming, int elements, Check check) {
    Pipeline pipeline =
        Pipeline.create(
            PipelineOptionsFactory.fromArgs(
                    "--runner=TestFlinkRunner", "--parallelism=2", "--streaming=" + streaming)
                .create());
    PCollection<KV<ShardedKey<String>, Iterable<Integer>>> batches =
        pipeline
            .apply(GenerateSequence.from(0).to(elements))
            .apply(MapElements.via(new WithOneKey()))
            .apply(GroupIntoBatches.<String, Integer>ofSize(BATCH).withShardedKey());
    PAssert.that(batches)
        .satisfies(
            all -> {
              check.of(all);
              Set<Integer> seen = new HashSet<>();
              all.forEach(batch -> batch.getValue().forEach(seen::add));
              assertEquals(elements, seen.size());
              return null;
            });
    pipeline.run();
  }

  private static Set<Integer> sizes(Iterable<KV<ShardedKey<String>, Iterable<Integer>>> batches) {
    Set<Integer> sizes = new HashSet<>();
    for (KV<ShardedKey<String>, Iterable<Integer>> batch : batches) {
      List<Integer> elements = new ArrayList<>();
      batch.getValue().forEach(elements::add);
      sizes.add(elements.size());
    }
    return sizes;
  }

  private static Set<ShardedKey<String>> shards(
      Iterable<KV<ShardedKey<String>, Iterable<Integer>>> batches) {
    Set<ShardedKey<String>> shards = new HashSet<>();
    batches.forEach(batch -> shards.add(batch.getKey()));
    return shards;
  }

  private static final class WithOneKey extends SimpleFunction<Long, KV<String, Integer>> {
    private static final long serialVersionUID = 1L;

    @Override
    public KV<String, Integer> apply(Long number) {
      return KV.of("key", number.intValue());
    }
  }
}
