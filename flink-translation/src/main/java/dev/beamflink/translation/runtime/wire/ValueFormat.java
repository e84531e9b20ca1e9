package dev.beamflink.translation.runtime.wire;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads values as a coder does where others follow them, in the very same bytes, but
 * straight to Flink's views. Coders know streams only, into which they put byte by byte what a view
 * takes eight at a time.
 *
 * <p>Belongs to one serializer, so to one thread; not serialisable.
 */
public interface ValueFormat<T extends @Nullable Object> {

  /**
   * Writes a value.
   *
   * @throws IOException if the coder would refuse the value
   */
  void write(T value, DataOutputView target) throws IOException;

  /**
   * Reads a value.
   *
   * @throws IOException if the bytes are not those of the coder
   */
  T read(DataInputView source) throws IOException;
}
