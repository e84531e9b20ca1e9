package dev.beamflink.translation.runtime.state;

import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.util.common.Reiterable;
import org.apache.beam.sdk.util.common.Reiterator;
import org.jspecify.annotations.Nullable;

/**
 * The values of a bag that is too large for memory, as they were when it was read: an iterator
 * holds one chunk at a time. Not affected by values that are added later.
 *
 * <p>Task thread only. Ends when the bag is cleared, which {@link #end} says.
 */
final class ChunkedValues<T extends @Nullable Object> implements Reiterable<T> {

  /** Reads the values of a chunk, numbered from 1. */
  interface Source<T extends @Nullable Object> {
    List<T> chunk(int number);
  }

  private final String owner;
  private final int chunks;
  private final Source<T> source;
  private final List<T> last;
  private boolean ended;

  /**
   * @param owner how messages call the state
   * @param last the values behind those of the chunks
   */
  ChunkedValues(String owner, int chunks, Source<T> source, List<T> last) {
    this.owner = owner;
    this.chunks = chunks;
    this.source = source;
    this.last = last;
  }

  int chunks() {
    return chunks;
  }

  /** The bag is cleared. */
  void end() {
    ended = true;
  }

  @Override
  public Reiterator<T> iterator() {
    return new ChunkIterator(0, List.of(), 0);
  }

  /** The values of a part: a chunk, or what is behind the chunks. */
  private List<T> part(int number) {
    if (number > chunks) {
      return last;
    }
    if (ended) {
      throw new IllegalStateException(
          owner
              + " was cleared, and is too large for memory, so what was read of it before is gone."
              + " Iterate while the call lasts that got the values, or copy what is needed later.");
    }
    return source.chunk(number);
  }

  @Override
  public String toString() {
    return "values in " + chunks + " chunks and " + last.size() + " more";
  }

  private final class ChunkIterator implements Reiterator<T> {

    private int number;
    private List<T> values;
    private int taken;

    ChunkIterator(int number, List<T> values, int taken) {
      this.number = number;
      this.values = values;
      this.taken = taken;
    }

    @Override
    public boolean hasNext() {
      while (taken == values.size() && number <= chunks) {
        values = List.of(); // it is not held while the next one is read
        taken = 0;
        values = part(++number);
      }
      return taken < values.size();
    }

    @Override
    public T next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return values.get(taken++);
    }

    @Override
    public Reiterator<T> copy() {
      return new ChunkIterator(number, values, taken);
    }
  }
}
