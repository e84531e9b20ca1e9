package dev.beamflink.translation.runtime.group.spill;

import dev.beamflink.translation.runtime.spill.SpillFile;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.jspecify.annotations.Nullable;

/**
 * The values of a bag that are on disk, in segments of one file. Each segment ends with where the
 * one before it ends, so a bag takes the same little memory however many segments it has.
 *
 * <pre>
 * values | end of the segment before (long, -1 if there is none) | length of the values (long) | count (long)
 * </pre>
 *
 * <p>Immutable; read by any thread.
 *
 * @param file holds all segments
 * @param end of the last segment in the file
 * @param segments how many there are
 * @param count of the values in all segments
 */
record SpillChain(SpillFile file, long end, int segments, long count) {

  private static final int TRAILER_BYTES = 3 * Long.BYTES;
  private static final long NOTHING_BEFORE = -1;

  /**
   * A part of the file.
   *
   * @param start of its values
   * @param bytes that they take
   * @param count of them
   */
  record Segment(long start, long bytes, long count) {}

  /**
   * Appends a segment.
   *
   * @param before what the bag has in the same file already, null if nothing
   */
  static <T extends @Nullable Object> SpillChain append(
      SpillFile file, @Nullable SpillChain before, List<T> values, Coder<T> coder)
      throws IOException {
    long start = file.size();
    for (T value : values) {
      coder.encode(value, file.end());
    }
    DataOutputStream trailer = new DataOutputStream(file.end());
    long bytes = file.size() - start;
    trailer.writeLong(before == null ? NOTHING_BEFORE : before.end);
    trailer.writeLong(bytes);
    trailer.writeLong(values.size());
    return before == null
        ? new SpillChain(file, file.size(), 1, values.size())
        : new SpillChain(file, file.size(), before.segments + 1, before.count + values.size());
  }

  /** All segments, in the order they were appended. */
  Segment[] read() {
    Segment[] found = new Segment[segments];
    long next = end;
    byte[] trailer = new byte[TRAILER_BYTES];
    for (int i = segments - 1; i >= 0; i--) {
      file.read(next - TRAILER_BYTES, trailer);
      ByteBuffer fields = ByteBuffer.wrap(trailer);
      long before = fields.getLong();
      long bytes = fields.getLong();
      found[i] = new Segment(next - TRAILER_BYTES - bytes, bytes, fields.getLong());
      next = before;
    }
    return found;
  }
}
