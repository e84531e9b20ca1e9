package dev.beamflink.libraries;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.GroupIntoBatches;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.util.ShardedKey;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Batches of the numbers 0 to 24 under "a" and "b", ten and fifteen of them. */
class GroupIntoBatchesITCase {

  private static PCollection<KV<String, Integer>> numbers(Pipeline pipeline, Mode mode) {
    return mode.source(pipeline.apply(Create.of(IntStream.range(0, 25).boxed().toList())))
        .apply(
            WithKeys.<String, Integer>of(number -> number < 10 ? "a" : "b")
                .withKeyType(TypeDescriptors.strings()));
  }

  /** The sizes of each key's batches, in ascending order. */
  private static TreeMap<String, List<Integer>> sizes(
      Iterable<KV<String, Iterable<Integer>>> batches) {
    TreeMap<String, List<Integer>> sizes = new TreeMap<>();
    List<Integer> all = new ArrayList<>();
    for (KV<String, Iterable<Integer>> batch : batches) {
      List<Integer> values = new ArrayList<>();
      batch.getValue().forEach(values::add);
      values.forEach(value -> assertEquals(batch.getKey(), value < 10 ? "a" : "b"));
      all.addAll(values);
      sizes.computeIfAbsent(batch.getKey(), key -> new ArrayList<>()).add(values.size());
    }
    assertEquals(IntStream.range(0, 25).boxed().toList(), all.stream().sorted().toList());
    sizes.values().forEach(ofKey -> ofKey.sort(null));
    return sizes;
  }

  private static void check(
      Mode mode,
      PTransform<PCollection<KV<String, Integer>>, PCollection<KV<String, Iterable<Integer>>>>
          batching,
      List<Integer> sizesOfA,
      List<Integer> sizesOfB) {
    Pipeline pipeline = mode.pipeline();
    PAssert.that(numbers(pipeline, mode).apply(batching))
        .satisfies(
            batches -> {
              TreeMap<String, List<Integer>> sizes = sizes(batches);
              assertEquals(sizesOfA, sizes.get("a"));
              assertEquals(sizesOfB, sizes.get("b"));
              return null;
            });
    Mode.run(pipeline);
  }

  @ParameterizedTest
  @EnumSource
  void batchesHaveTheirSize(Mode mode) {
    check(mode, GroupIntoBatches.ofSize(4), List.of(2, 4, 4), List.of(3, 4, 4, 4));
  }

  @ParameterizedTest
  @EnumSource
  void batchesHaveTheirWeight(Mode mode) {
    check(
        mode,
        GroupIntoBatches.ofByteSize(6, number -> 2L),
        List.of(1, 3, 3, 3),
        List.of(3, 3, 3, 3, 3));
  }

  @ParameterizedTest
  @EnumSource
  void batchesThatAreNotFullEndInTime(Mode mode) {
    Pipeline pipeline = mode.pipeline();
    PAssert.that(
            numbers(pipeline, mode)
                .apply(
                    GroupIntoBatches.<String, Integer>ofSize(1000)
                        .withMaxBufferingDuration(Duration.millis(100))))
        .satisfies(
            batches -> {
              assertEquals(List.of("a", "b"), List.copyOf(sizes(batches).keySet()));
              return null;
            });
    Mode.run(pipeline);
  }

  @ParameterizedTest
  @EnumSource
  void shardedKeysKeepTheirValues(Mode mode) {
    Pipeline pipeline = mode.pipeline();
    PCollection<KV<ShardedKey<String>, Iterable<Integer>>> batches =
        numbers(pipeline, mode).apply(GroupIntoBatches.<String, Integer>ofSize(4).withShardedKey());
    PAssert.that(
            batches.apply(
                MapElements.into(
                        TypeDescriptors.kvs(
                            TypeDescriptors.strings(),
                            TypeDescriptors.iterables(TypeDescriptors.integers())))
                    .via(batch -> KV.of(batch.getKey().getKey(), batch.getValue()))))
        .satisfies(
            found -> {
              sizes(found)
                  .values()
                  .forEach(sizes -> sizes.forEach(size -> assertTrue(size <= 4, "" + sizes)));
              return null;
            });
    Mode.run(pipeline);
  }
}
