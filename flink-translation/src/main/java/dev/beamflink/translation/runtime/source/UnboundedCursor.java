package dev.beamflink.translation.runtime.source;

import dev.beamflink.translation.runtime.element.GlobalElement;
import dev.beamflink.translation.runtime.time.BeamTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.io.UnboundedSource.CheckpointMark;
import org.apache.beam.sdk.io.UnboundedSource.UnboundedReader;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.jspecify.annotations.Nullable;

/**
 * Reads one split of an unbounded source. Owned by a reader, used by the task thread.
 *
 * @param <M> the source's checkpoint marks
 */
final class UnboundedCursor<T, M extends CheckpointMark> implements AutoCloseable {

  private final UserCode userCode;
  private final PipelineOptions options;
  private final UnboundedSource<T, M> source;
  private final Coder<M> markCoder;
  private final boolean withRecordIds;
  private final UserCode.Call<@Nullable WindowedValue<T>> readNext = this::readNext;

  private UnboundedSplit<T> split;
  private @Nullable UnboundedReader<T> reader;

  private UnboundedCursor(
      UserCode userCode,
      PipelineOptions options,
      UnboundedSplit<T> split,
      UnboundedSource<T, M> source) {
    this.userCode = userCode;
    this.options = options;
    this.split = split;
    this.source = source;
    this.markCoder = source.getCheckpointMarkCoder();
    this.withRecordIds = source.requiresDeduping();
  }

  /** A cursor at the split's mark. Its Beam reader is made by the first {@link #next}. */
  static <T> UnboundedCursor<T, ?> of(
      UserCode userCode, PipelineOptions options, UnboundedSplit<T> split) {
    return userCode.call(
        "reading a split from state",
        () -> of(userCode, options, split, split.source().get(userCode.transform())));
  }

  private static <T, M extends CheckpointMark> UnboundedCursor<T, M> of(
      UserCode userCode,
      PipelineOptions options,
      UnboundedSplit<T> split,
      UnboundedSource<T, M> source) {
    return new UnboundedCursor<>(userCode, options, split, source);
  }

  String splitId() {
    return split.splitId();
  }

  /**
   * The next element, in the global window, or null if there is none now. Carries the record's id,
   * one char per byte, if the source requires that duplicates are removed.
   */
  @Nullable WindowedValue<T> next() {
    return userCode.call("reading", readNext);
  }

  private @Nullable WindowedValue<T> readNext() throws IOException {
    UnboundedReader<T> current = reader;
    boolean available;
    if (current == null) {
      current = source.createReader(options, decodeMark());
      reader = current;
      available = current.start();
    } else {
      available = current.advance();
    }
    return available ? element(current) : null;
  }

  private WindowedValue<T> element(UnboundedReader<T> current) {
    if (!withRecordIds) {
      return GlobalElement.of(current.getCurrent(), current.getCurrentTimestamp());
    }
    return WindowedValues.of(
        current.getCurrent(),
        current.getCurrentTimestamp(),
        GlobalWindow.INSTANCE,
        PaneInfo.NO_FIRING,
        new String(current.getCurrentRecordId(), StandardCharsets.ISO_8859_1),
        null,
        CausedByDrain.NORMAL);
  }

  private @Nullable M decodeMark() throws IOException {
    byte[] mark = split.mark();
    return mark == null ? null : CoderUtils.decodeFromByteArray(markCoder, mark);
  }

  /** What Beam's reader promises about later elements, as a Flink watermark. */
  long watermark() {
    UnboundedReader<T> current = reader;
    return current == null
        ? Long.MIN_VALUE
        : BeamTime.toFlinkWatermark(userCode.call("getWatermark", current::getWatermark));
  }

  /** Bytes that wait to be read, or {@link UnboundedReader#BACKLOG_UNKNOWN}. */
  long backlogBytes() {
    UnboundedReader<T> current = reader;
    return current == null
        ? UnboundedReader.BACKLOG_UNKNOWN
        : userCode.call("getSplitBacklogBytes", current::getSplitBacklogBytes);
  }

  /** Takes a mark of what has been read since the last one; null if reading has not begun. */
  @Nullable CheckpointMark takeMark() {
    UnboundedReader<T> current = reader;
    return current == null ? null : userCode.call("getCheckpointMark", () -> takeMark(current));
  }

  @SuppressWarnings("unchecked") // a source's readers give the marks that its coder encodes
  private M takeMark(UnboundedReader<T> current) throws IOException {
    CheckpointMark mark = current.getCheckpointMark();
    if (mark == null) {
      throw new IllegalStateException(
          current.getClass().getName() + " answered null; a reader must give a checkpoint mark");
    }
    split = split.readUpTo(CoderUtils.encodeToByteArray(markCoder, (M) mark));
    return (M) mark;
  }

  /** The split at the last mark taken. */
  UnboundedSplit<T> split() {
    return split;
  }

  @Override
  public void close() {
    if (reader != null) {
      userCode.run("close", reader::close);
    }
  }
}
