package dev.beamflink.translation.runtime.state;

import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.util.common.Reiterable;
import org.apache.beam.sdk.util.common.Reiterator;
import org.jspecify.annotations.Nullable;

/**
 * The values of a bag that is too large for memory, as they were when it was read: an iterator
 * holds one chunk at a time. Not affected by what becomes of the bag.
 *
 * <p>Iterated by any thread; each iterator by one at a time. The task thread may change where the
 * chunks are, and waits for a thread that is reading one.
 */
final class ChunkedValues<T extends @Nullable Object> implements Reiterable<T> {

  /** Where chunks are. Reads the values of one, numbered from 1; called by any thread. */
  interface Source<T extends @Nullable Object> {
    List<T> chunk(int number);
  }

  private final int chunks;
  private final List<T> last;
  private Source<T> source;

  /**
   * @param last the values behind those of the chunks
   */
  ChunkedValues(int chunks, Source<T> source, List<T> last) {
    this.chunks = chunks;
    this.source = source;
    this.last = last;
  }

  int chunks() {
    return chunks;
  }

  /** The chunks are elsewhere from now on; where they were, nobody looks after this. */
  synchronized void readFrom(Source<T> newSource) {
    source = newSource;
  }

  @Override
  public Reiterator<T> iterator() {
    return new ChunkIterator(0, List.of(), 0);
  }

  /** The values of a part: a chunk, or what is behind the chunks. */
  private synchronized List<T> part(int number) {
    return number > chunks ? last : source.chunk(number);
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
