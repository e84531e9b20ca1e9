package dev.beamflink.translation.runtime.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A part of an ordered list: the index of its buckets, or a bucket. Immutable; changes answer a new
 * node.
 */
sealed interface OrderedNode<T extends @Nullable Object> {

  /**
   * An element of the list.
   *
   * @param millis its timestamp
   */
  record Entry<T extends @Nullable Object>(long millis, StoredValue<T> value) {}

  /**
   * Entries that follow each other, by timestamp and among equal ones in the order they came. At
   * least one.
   */
  record Bucket<T extends @Nullable Object>(List<Entry<T>> entries) implements OrderedNode<T> {

    /** The bucket with one entry more, behind those of the same timestamp. */
    Bucket<T> with(Entry<T> entry) {
      List<Entry<T>> more = new ArrayList<>(entries.size() + 1);
      int position = positionOf(entry.millis(), true);
      more.addAll(entries.subList(0, position));
      more.add(entry);
      more.addAll(entries.subList(position, entries.size()));
      return new Bucket<>(more);
    }

    /** The entries from {@code min} (inclusive) to {@code limit} (exclusive); a view. */
    List<Entry<T>> range(long min, long limit) {
      int from = positionOf(min, false);
      return entries.subList(from, Math.max(from, positionOf(limit, false)));
    }

    /** The entries outside a range, which may be none. */
    List<Entry<T>> outside(long min, long limit) {
      List<Entry<T>> rest = new ArrayList<>(entries);
      int from = positionOf(min, false);
      rest.subList(from, Math.max(from, positionOf(limit, false))).clear();
      return rest;
    }

    /** How many entries are before {@code millis}, or at or before it. */
    private int positionOf(long millis, boolean behindEqual) {
      int low = 0;
      int high = entries.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        long there = entries.get(middle).millis();
        if (there < millis || (behindEqual && there == millis)) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }
  }

  /**
   * Where the buckets are, in the order of their entries. Bucket {@code i} holds entries from its
   * own bound to that of the next, both inclusive: equal timestamps may spread over buckets. The
   * first bound is {@code Long.MIN_VALUE}.
   *
   * @param nextId the id that the next new bucket gets; ids are above 0 and not used again
   */
  record Index<T extends @Nullable Object>(int nextId, List<BucketBound> bounds)
      implements OrderedNode<T> {

    /** The index of a list with one bucket, of id 1. */
    static <T extends @Nullable Object> Index<T> ofOneBucket() {
      return new Index<>(2, List.of(new BucketBound(Long.MIN_VALUE, 1)));
    }

    /** The position of the bucket that takes an entry behind all others of its timestamp. */
    int positionFor(long millis) {
      return lowersBefore(millis, true) - 1;
    }

    /** The buckets that may hold entries of the range. */
    List<BucketBound> within(long min, long limit) {
      if (min >= limit) {
        return List.of();
      }
      // The bucket before the first bound at min may hold entries at min, too.
      int from = Math.max(0, lowersBefore(min, false) - 1);
      return bounds.subList(from, lowersBefore(limit, false));
    }

    /** The index with a new bucket at a position. */
    Index<T> with(int position, long lower) {
      List<BucketBound> more = new ArrayList<>(bounds);
      more.add(position, new BucketBound(lower, nextId));
      return new Index<>(nextId + 1, more);
    }

    /** The index without the buckets of these ids. */
    Index<T> without(Set<Integer> ids) {
      List<BucketBound> rest = new ArrayList<>(bounds);
      rest.removeIf(bound -> ids.contains(bound.id()));
      if (!rest.isEmpty()) {
        rest.set(0, new BucketBound(Long.MIN_VALUE, rest.get(0).id()));
      }
      return new Index<>(nextId, rest);
    }

    private int lowersBefore(long millis, boolean orAt) {
      int low = 0;
      int high = bounds.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        long lower = bounds.get(middle).lowerMillis();
        if (lower < millis || (orAt && lower == millis)) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }
  }

  /**
   * A bucket in the index.
   *
   * @param lowerMillis the timestamp before which the bucket has no entry
   * @param id the key of the bucket in the state
   */
  record BucketBound(long lowerMillis, int id) {}
}
