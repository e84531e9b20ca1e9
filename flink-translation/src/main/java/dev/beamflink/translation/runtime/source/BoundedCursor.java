package dev.beamflink.translation.runtime.source;

import dev.beamflink.translation.runtime.element.GlobalElement;
import java.io.IOException;
import java.util.Optional;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.values.WindowedValue;
import org.jspecify.annotations.Nullable;

/**
 * Reads one split of a bounded source. Owned by a reader, used by the task thread.
 *
 * <p>Beam's bounded readers cannot be stopped and continued. So the position in a split is the
 * number of elements emitted, and a restored cursor reads that many again and drops them: the
 * source must give its elements in the same order when it is read again, as files and ranges do. To
 * keep the part that is read again short, {@link #splitOffRest} is called at each checkpoint: where
 * the source can be split while it is read, the split then ends shortly after the position, and the
 * rest is a split of its own, with nothing read.
 */
final class BoundedCursor<T> implements AutoCloseable {

  /** Elements to skip in one call, so that checkpoints get their turn. */
  private static final int SKIP_SLICE = 1000;

  /** How much of what is left stays in the split when the rest is split off: first, second try. */
  private static final double[] KEPT_FRACTIONS = {1.0 / 64, 1.0 / 4};

  private final UserCode userCode;
  private final PipelineOptions options;
  private final UserCode.Call<@Nullable WindowedValue<T>> readNext = this::readNext;

  private BoundedSplit<T> split;
  private BoundedSource.@Nullable BoundedReader<T> reader;
  private long read;
  private boolean finished;

  BoundedCursor(UserCode userCode, PipelineOptions options, BoundedSplit<T> split) {
    this.userCode = userCode;
    this.options = options;
    this.split = split;
  }

  /** The next element, or null if the cursor is finished or still skips what was emitted before. */
  @Nullable WindowedValue<T> next() {
    if (read < split.emitted()) {
      userCode.run("reading again up to the checkpoint", this::skipSome);
      return null;
    }
    return userCode.call("reading", readNext);
  }

  /** Whether all elements have been answered. */
  boolean isFinished() {
    return finished;
  }

  private @Nullable WindowedValue<T> readNext() throws IOException {
    BoundedSource.BoundedReader<T> current = advance();
    if (current == null) {
      finished = true;
      return null;
    }
    return GlobalElement.of(current.getCurrent(), current.getCurrentTimestamp());
  }

  private void skipSome() throws IOException {
    for (int i = 0; i < SKIP_SLICE && read < split.emitted(); i++) {
      if (advance() == null) {
        throw new IllegalStateException(
            "split %s of %s gave %d elements before the checkpoint, but only %d when it is read again. Put a source that changes behind an unbounded read, or run the pipeline in batch"
                .formatted(split.id(), split.source(), split.emitted(), read));
      }
    }
  }

  /** The reader, at its next element; null after the last one. */
  private BoundedSource.@Nullable BoundedReader<T> advance() throws IOException {
    BoundedSource.BoundedReader<T> current = reader;
    boolean available;
    if (current == null) {
      current = split.source().get(userCode.transform()).createReader(options);
      reader = current;
      available = current.start();
    } else {
      available = current.advance();
    }
    if (!available) {
      return null;
    }
    read++;
    return current;
  }

  /** Ends this split soon after the position, if the source can; answers the rest. */
  Optional<BoundedSplit<T>> splitOffRest() {
    BoundedSource.BoundedReader<T> current = reader;
    if (current == null || finished || read < split.emitted()) {
      return Optional.empty();
    }
    return userCode.call("splitAtFraction", () -> splitOffRest(current));
  }

  private Optional<BoundedSplit<T>> splitOffRest(BoundedSource.BoundedReader<T> current)
      throws IOException {
    Double consumed = current.getFractionConsumed();
    if (consumed == null) {
      return Optional.empty();
    }
    for (double kept : KEPT_FRACTIONS) {
      BoundedSource<T> rest = current.splitAtFraction(consumed + (1 - consumed) * kept);
      if (rest != null) {
        ReadTransform transform = userCode.transform();
        BoundedSplit<T> restSplit = split.rest(SerializedSource.of(transform, rest));
        split =
            new BoundedSplit<>(
                split.id(),
                SerializedSource.of(transform, current.getCurrentSource()),
                split.emitted());
        return Optional.of(restSplit);
      }
    }
    return Optional.empty();
  }

  /** The split with what has been emitted of it. */
  BoundedSplit<T> position() {
    return new BoundedSplit<>(split.id(), split.source(), Math.max(read, split.emitted()));
  }

  @Override
  public void close() {
    if (reader != null) {
      userCode.run("close", reader::close);
    }
  }
}
