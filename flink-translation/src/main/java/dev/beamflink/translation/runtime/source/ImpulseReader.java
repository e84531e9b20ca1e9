package dev.beamflink.translation.runtime.source;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;

/**
 * Emits the impulse if it gets the split of it. All in the task thread.
 *
 * <p>Not before it has heard that no other split will come: pipelines that fail mostly do so with
 * the impulse, and when an event is under way to a task that has failed, Flink tells the user of
 * the lost event instead of what has failed.
 */
final class ImpulseReader implements SourceReader<WindowedValue<byte[]>, ImpulseSplit> {

  private final ReaderEnd end;
  private final ReaderAvailability availability = new ReaderAvailability();

  /** The impulse, until it is emitted. */
  private List<ImpulseSplit> splits = List.of();

  ImpulseReader(SourceReaderContext context) {
    this.end = new ReaderEnd(context);
  }

  @Override
  public void start() {}

  @Override
  public InputStatus pollNext(ReaderOutput<WindowedValue<byte[]>> output) {
    if (end.noSplitsLeft() && !splits.isEmpty()) {
      splits = List.of();
      output.collect(WindowedValues.valueInGlobalWindow(new byte[0]));
      return InputStatus.MORE_AVAILABLE;
    }
    availability.sleep();
    return end.noSplitsLeft() ? end.whenDone(output) : InputStatus.NOTHING_AVAILABLE;
  }

  @Override
  public void addSplits(List<ImpulseSplit> newSplits) {
    splits = List.copyOf(newSplits);
    availability.wake();
  }

  @Override
  public void handleSourceEvents(SourceEvent event) {
    end.onEvent(event);
    availability.wake();
  }

  @Override
  public void notifyNoMoreSplits() {
    end.onMayEnd();
    availability.wake();
  }

  @Override
  public List<ImpulseSplit> snapshotState(long checkpointId) {
    return splits;
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return availability.future();
  }

  @Override
  public void close() {}
}
