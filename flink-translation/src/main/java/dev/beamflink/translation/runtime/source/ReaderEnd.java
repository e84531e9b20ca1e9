package dev.beamflink.translation.runtime.source;

import dev.beamflink.translation.runtime.time.BeamTime;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;

/**
 * Where a reader stands between its last split and the end of its task. Owned by a reader, used by
 * the task thread.
 *
 * <p>A reader never marks itself idle: before it has heard that no split is left for it, it must
 * hold the watermark, since a split may come with elements of any time; afterwards it knows that
 * its watermark is the last one.
 */
final class ReaderEnd {

  private final SourceReaderContext context;
  private boolean noSplitsLeft;
  private boolean mayEnd;
  private boolean done;

  ReaderEnd(SourceReaderContext context) {
    this.context = context;
  }

  /** Takes the event that no further split will come. */
  void onEvent(SourceEvent event) {
    if (!(event instanceof NoSplitsLeftEvent)) {
      throw new IllegalStateException(
          "A reader got the unknown event "
              + event
              + ". This is a bug of the runner, please report it.");
    }
    noSplitsLeft = true;
  }

  /** The enumerator lets the reader end. */
  void onMayEnd() {
    noSplitsLeft = true;
    mayEnd = true;
  }

  boolean noSplitsLeft() {
    return noSplitsLeft;
  }

  /**
   * What the reader answers when it has read all its splits and none is left. Emits the last
   * watermark and tells the enumerator, once.
   */
  InputStatus whenDone(ReaderOutput<?> output) {
    if (!done) {
      done = true;
      output.emitWatermark(new Watermark(BeamTime.NATURAL_END));
      output.emitWatermark(Watermark.MAX_WATERMARK);
      if (!mayEnd) {
        context.sendSourceEventToCoordinator(new ReaderDoneEvent());
      }
    }
    return mayEnd ? InputStatus.END_OF_INPUT : InputStatus.NOTHING_AVAILABLE;
  }
}
