package dev.beamflink.translation.runtime.group.spill;

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
 * The values of one key and window. Once the key's values are too many for memory, those of the bag
 * that grows go to disk, and whatever is added later too.
 *
 * <p>What is read stays as it is, whatever is added or cleared later, can be iterated any number of
 * times and kept for as long as the operator lives. Task thread only.
 */
final class ValueBag<T extends @Nullable Object> implements BagState<T> {

  private final Coder<T> coder;
  private final GroupMemory memory;
  private final SpillFiles files;

  private List<T> values = new ArrayList<>();
  private long valuesBytes;
  private @Nullable SpillFile file;
  private long inFile;

  ValueBag(Coder<T> coder, GroupMemory memory, SpillFiles files) {
    this.coder = coder;
    this.memory = memory;
    this.files = files;
  }

  @Override
  public void add(T value) {
    SpillFile spilled = file;
    if (spilled != null) {
      append(value, spilled);
      return;
    }
    values.add(value);
    valuesBytes += memory.elementBytes();
    memory.take(memory.elementBytes());
    if (memory.isExceeded()) {
      spill();
    }
  }

  private void spill() {
    try {
      SpillFile spilled = files.create();
      values.forEach(value -> append(value, spilled));
      file = spilled;
      forgetValues();
    } catch (IOException e) {
      throw new UncheckedIOException("Values of a group can't be moved to disk", e);
    }
  }

  private void append(T value, SpillFile spilled) {
    try {
      coder.encode(value, spilled.end());
      inFile++;
    } catch (IOException e) {
      throw new UncheckedIOException("A value of a group can't be written to disk", e);
    }
  }

  @Override
  public Iterable<T> read() {
    SpillFile spilled = file;
    if (spilled == null) {
      return new Prefix<>(values, values.size());
    }
    try {
      spilled.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("Values of a group can't be written to disk", e);
    }
    return new SpilledValues<>(spilled, coder, inFile);
  }

  /** Leaves what was read before to whoever has it. */
  @Override
  public void clear() {
    forgetValues();
    file = null;
    inFile = 0;
  }

  private void forgetValues() {
    memory.release(valuesBytes);
    valuesBytes = 0;
    values = new ArrayList<>();
  }

  @Override
  public ReadableState<Boolean> isEmpty() {
    return new ReadableState<>() {
      @Override
      public Boolean read() {
        return values.isEmpty() && file == null;
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
