package dev.beamflink.translation.runtime.state;

import dev.beamflink.translation.runtime.spill.SpillFile;
import dev.beamflink.translation.runtime.spill.SpillFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputViewStreamWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of a bag that was cleared, copied to a file of their own.
 *
 * <p>Immutable; read by any thread.
 */
final class SpilledChunks<T extends @Nullable Object> implements ChunkedValues.Source<T> {

  private final SpillFile file;
  private final long[] ends; // of each chunk in the file; of number 0 where the first one begins
  private final ValueCodec<T> codec;

  private SpilledChunks(SpillFile file, long[] ends, ValueCodec<T> codec) {
    this.file = file;
    this.ends = ends;
    this.codec = codec;
  }

  /**
   * Copies chunks, one at a time.
   *
   * @param chunks answers the values of a chunk, by its number
   */
  static <T extends @Nullable Object> SpilledChunks<T> copy(
      int count, IntFunction<List<BagItem<T>>> chunks, ValueCodec<T> codec, SpillFiles files) {
    try {
      SpillFile file = files.current();
      DataOutputViewStreamWrapper out = new DataOutputViewStreamWrapper(file.end());
      long[] ends = new long[1 + count];
      ends[0] = file.size();
      for (int number = 1; number <= count; number++) {
        for (BagItem<T> value : chunks.apply(number)) {
          ((StoredValue<T>) value).write(codec, out);
        }
        ends[number] = file.size();
      }
      files.finishCurrent();
      return new SpilledChunks<>(file, ends, codec);
    } catch (IOException e) {
      throw new UncheckedIOException(
          codec.owner()
              + " was cleared, but what was read of it is still in use, and can't be copied to"
              + " disk",
          e);
    }
  }

  @Override
  public List<T> chunk(int number) {
    byte[] bytes = new byte[Math.toIntExact(ends[number] - ends[number - 1])];
    file.read(ends[number - 1], bytes);
    DataInputDeserializer in = new DataInputDeserializer(bytes);
    List<BagItem<T>> values = new ArrayList<>();
    try {
      while (in.available() > 0) {
        values.add(StoredValue.read(in));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("A chunk of " + codec.owner() + " can't be read back", e);
    }
    return new BagCell.Values<>(values, 0, codec);
  }
}
