package dev.beamflink.translation.runtime.group.spill;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.coders.Coder;
import org.jspecify.annotations.Nullable;

/**
 * Values on disk, decoded as they are iterated.
 *
 * @param file holds them from its beginning
 * @param coder of the values
 * @param count how many there are
 */
record SpilledValues<T extends @Nullable Object>(SpillFile file, Coder<T> coder, long count)
    implements Iterable<T> {

  @Override
  public Iterator<T> iterator() {
    return new Iterator<>() {
      private final InputStream in = file.read();
      private long taken;

      @Override
      public boolean hasNext() {
        return taken < count;
      }

      @Override
      public T next() {
        if (taken == count) {
          throw new NoSuchElementException();
        }
        taken++;
        try {
          return coder.decode(in);
        } catch (IOException e) {
          throw new UncheckedIOException("A value of a group can't be read back from disk", e);
        }
      }
    };
  }

  @Override
  public String toString() {
    return count + " values on disk";
  }
}
