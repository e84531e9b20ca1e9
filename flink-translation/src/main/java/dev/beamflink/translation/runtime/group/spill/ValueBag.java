package dev.beamflink.translation.runtime.group.spill;

import dev.beamflink.translation.runtime.spill.SpillFile;
import dev.beamflink.translation.runtime.spill.SpillFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.ReadableState;
import org.jspecify.annotations.Nullable;

/**
 * The values of one key and window. Those of a key that has too many for memory go to disk, bag by
 * bag, as {@link GroupMemory} says.
 *
 * <p>What is read stays as it is, whatever is added or cleared later, can be iterated any number of
 * times and kept for as long as the operator lives. It takes memory only if nothing of the bag was
 * on disk. Task thread only.
 */
public final class ValueBag<T extends @Nullable Object> implements BagState<T> {

  private final Coder<T> coder;
  private final GroupMemory memory;
  private final SpillFiles files;

  private List<T> values = new ArrayList<>();
  private long valuesBytes;
  private @Nullable SpillChain onDisk;

  public ValueBag(Coder<T> coder, GroupMemory memory, SpillFiles files) {
    this.coder = coder;
    this.memory = memory;
    this.files = files;
  }

  @Override
  public void add(T value) {
    long bytes = memory.bytesOf(value, coder);
    values.add(value);
    valuesBytes += bytes;
    memory.took(this, bytes);
  }

  /** The encoded size of the values that are in memory. */
  long bytesInMemory() {
    return valuesBytes;
  }

  /** Moves the values to disk that are in memory. */
  void spill() throws IOException {
    if (!values.isEmpty()) {
      SpillFile file = files.current();
      onDisk = SpillChain.append(file, onDisk, values, coder);
      file.flush();
      forgetValues();
    }
  }

  @Override
  public Iterable<T> read() {
    if (onDisk == null) {
      return new Prefix<>(values, values.size());
    }
    try {
      spill();
    } catch (IOException e) {
      throw new UncheckedIOException("Values of a group can't be written to disk", e);
    }
    return new SpilledValues<>(onDisk, coder);
  }

  /** Leaves what was read before to whoever has it. */
  @Override
  public void clear() {
    forgetValues();
    onDisk = null;
  }

  private void forgetValues() {
    memory.released(this, valuesBytes);
    valuesBytes = 0;
    values = new ArrayList<>();
  }

  @Override
  public ReadableState<Boolean> isEmpty() {
    return new ReadableState<>() {
      @Override
      public Boolean read() {
        return values.isEmpty() && onDisk == null;
      }

      @Override
      public ReadableState<Boolean> readLater() {
        return this;
      }
    };
  }

  @Override
  public BagState<T> readLater() {
    return this;
  }

  /** The first elements of a list that may grow. */
  private static final class Prefix<T extends @Nullable Object> extends AbstractList<T>
      implements RandomAccess {

    private final List<T> values;
    private final int size;

    Prefix(List<T> values, int size) {
      this.values = values;
      this.size = size;
    }

    @Override
    public T get(int index) {
      if (index >= size) {
        throw new IndexOutOfBoundsException(index);
      }
      return values.get(index);
    }

    @Override
    public int size() {
      return size;
    }
  }
}
