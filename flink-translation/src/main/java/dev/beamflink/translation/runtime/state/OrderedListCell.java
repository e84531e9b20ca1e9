package dev.beamflink.translation.runtime.state;

import dev.beamflink.translation.runtime.state.OrderedNode.Bucket;
import dev.beamflink.translation.runtime.state.OrderedNode.BucketBound;
import dev.beamflink.translation.runtime.state.OrderedNode.Entry;
import dev.beamflink.translation.runtime.state.OrderedNode.Index;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.state.OrderedListState;
import org.apache.beam.sdk.state.ReadableState;
import org.apache.beam.sdk.state.StateContext;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.Lists;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Beam's ordered list state as a Flink map state: buckets of neighbours in time under their ids,
 * and under {@link #INDEX} the index that finds them.
 *
 * <p>Adding reads the index and rewrites one bucket; a bucket that is full is halved, so buckets
 * are small wherever the timestamps are dense. Reading or clearing a range touches its buckets
 * only; what a read answers is in memory, encoded. The index grows by 12 bytes per bucket, which
 * RocksDB reads at each access: a list of 100,000 elements has about 30 KB of it.
 */
final class OrderedListCell<T extends @Nullable Object> implements StateCell<OrderedListState<T>> {

  private static final int INDEX = 0;
  private static final int BUCKET_SIZE = 64;

  private final ScopedMap<Integer, OrderedNode<T>> nodes;
  private final ValueCodec<T> codec;

  OrderedListCell(ScopedMap<Integer, OrderedNode<T>> nodes, ValueCodec<T> codec) {
    this.nodes = nodes;
    this.codec = codec;
  }

  @Override
  public OrderedListState<T> at(EncodedNamespace namespace, StateContext<?> context) {
    return new Bound<>(this, namespace);
  }

  private record Bound<T extends @Nullable Object>(
      OrderedListCell<T> cell, EncodedNamespace namespace) implements OrderedListState<T> {

    @Override
    public void add(TimestampedValue<T> element) {
      long millis = element.getTimestamp().getMillis();
      StoredValue<T> value = StoredValue.of(element.getValue(), cell.codec);
      cell.add(namespace, new Entry<>(millis, value));
    }

    @Override
    public Iterable<TimestampedValue<T>> read() {
      return cell.range(namespace, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    @Override
    public Iterable<TimestampedValue<T>> readRange(Instant minTimestamp, Instant limitTimestamp) {
      return cell.range(namespace, minTimestamp.getMillis(), limitTimestamp.getMillis());
    }

    @Override
    public void clearRange(Instant minTimestamp, Instant limitTimestamp) {
      cell.clear(namespace, minTimestamp.getMillis(), limitTimestamp.getMillis());
    }

    @Override
    public ReadableState<Boolean> isEmpty() {
      return new Deferred<>(() -> cell.index(namespace) == null);
    }

    @Override
    public void clear() {
      cell.nodes.clear(namespace);
    }

    @Override
    public OrderedListState<T> readRangeLater(Instant minTimestamp, Instant limitTimestamp) {
      return this;
    }

    @Override
    public OrderedListState<T> readLater() {
      return this;
    }
  }

  /** The first timestamp of the list, null if it is empty. Reads the index and one bucket. */
  @Nullable Instant firstTimestamp(EncodedNamespace namespace) {
    Index<T> index = index(namespace);
    return index == null
        ? null
        : Instant.ofEpochMilli(
            bucket(namespace, index.bounds().get(0).id()).entries().get(0).millis());
  }

  private void add(EncodedNamespace namespace, Entry<T> entry) {
    Index<T> index = index(namespace);
    if (index == null) {
      index = Index.ofOneBucket();
      nodes.put(namespace, INDEX, index);
      nodes.put(namespace, index.bounds().get(0).id(), new Bucket<>(List.of(entry)));
      return;
    }
    int position = index.positionFor(entry.millis());
    int id = index.bounds().get(position).id();
    Bucket<T> bucket = bucket(namespace, id).with(entry);
    if (bucket.entries().size() > BUCKET_SIZE) {
      bucket = splitOff(namespace, index, position, bucket);
    }
    nodes.put(namespace, id, bucket);
  }

  /** Moves the second half of a bucket to a new one, and answers the first. */
  private Bucket<T> splitOff(
      EncodedNamespace namespace, Index<T> index, int position, Bucket<T> bucket) {
    List<Entry<T>> entries = bucket.entries();
    int half = entries.size() / 2;
    List<Entry<T>> second = List.copyOf(entries.subList(half, entries.size()));
    nodes.put(namespace, index.nextId(), new Bucket<>(second));
    nodes.put(namespace, INDEX, index.with(position + 1, second.get(0).millis()));
    return new Bucket<>(List.copyOf(entries.subList(0, half)));
  }

  private Iterable<TimestampedValue<T>> range(EncodedNamespace namespace, long min, long limit) {
    Index<T> index = index(namespace);
    List<Entry<T>> found = new ArrayList<>();
    if (index != null) {
      for (BucketBound bound : index.within(min, limit)) {
        found.addAll(bucket(namespace, bound.id()).range(min, limit));
      }
    }
    return Lists.transform(found, this::decode);
  }

  private void clear(EncodedNamespace namespace, long min, long limit) {
    Index<T> index = index(namespace);
    if (index == null) {
      return;
    }
    Set<Integer> emptied = new HashSet<>();
    for (BucketBound bound : index.within(min, limit)) {
      Bucket<T> bucket = bucket(namespace, bound.id());
      List<Entry<T>> rest = bucket.outside(min, limit);
      if (rest.isEmpty()) {
        emptied.add(bound.id());
        nodes.remove(namespace, bound.id());
      } else if (rest.size() < bucket.entries().size()) {
        nodes.put(namespace, bound.id(), new Bucket<>(rest));
      }
    }
    if (emptied.size() == index.bounds().size()) {
      nodes.clear(namespace);
    } else if (!emptied.isEmpty()) {
      nodes.put(namespace, INDEX, index.without(emptied));
    }
  }

  private @Nullable Index<T> index(EncodedNamespace namespace) {
    return (Index<T>) nodes.get(namespace, INDEX);
  }

  private Bucket<T> bucket(EncodedNamespace namespace, int id) {
    if (nodes.get(namespace, id) instanceof Bucket<T> bucket) {
      return bucket;
    }
    throw new IllegalStateException(
        nodes.name()
            + " has lost bucket "
            + id
            + " of its index. This is a bug of the runner; please report it.");
  }

  private TimestampedValue<T> decode(Entry<T> entry) {
    return TimestampedValue.of(entry.value().get(codec), Instant.ofEpochMilli(entry.millis()));
  }
}
