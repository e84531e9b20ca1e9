package dev.beamflink.translation.runtime.source;

import java.util.UUID;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.flink.api.connector.source.SourceSplit;

/**
 * A part of a bounded source, and how much of it has been read. Immutable.
 *
 * @param id unique in the life of the job
 * @param source what the part contains
 * @param emitted number of its first elements that have been emitted already and must be skipped
 */
record BoundedSplit<T>(String id, SerializedSource<BoundedSource<T>> source, long emitted)
    implements SourceSplit {

  private static final char REST_SEPARATOR = '~';

  /** A part that nothing has been read of. */
  static <T> BoundedSplit<T> unread(int index, SerializedSource<BoundedSource<T>> source) {
    return new BoundedSplit<>(Integer.toString(index), source, 0);
  }

  /**
   * A part that was split off this one, with nothing read. Its id is random, since parts of one
   * split may be split again by different readers at the same time.
   */
  BoundedSplit<T> rest(SerializedSource<BoundedSource<T>> rest) {
    int end = id.indexOf(REST_SEPARATOR);
    String root = end < 0 ? id : id.substring(0, end);
    return new BoundedSplit<>(root + REST_SEPARATOR + UUID.randomUUID(), rest, 0);
  }

  @Override
  public String splitId() {
    return id;
  }
}
