package dev.beamflink.translation.runtime.teststream;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;

/**
 * Emits the markers of a step, and those of the next one when it hears that this one is done. All
 * in the task thread.
 *
 * <p>After a restore it emits the markers of the step that it was at once more, as the operators'
 * clocks need them; roots know what they have emitted.
 */
final class StepReader implements SourceReader<Long, StepSplit> {

  private enum Phase {
    /** Nothing to emit until an event comes. */
    WAITS,
    EMITS,
    ENDS
  }

  private final SourceReaderContext context;
  private final TestSteps steps;
  private CompletableFuture<Void> available = CompletableFuture.completedFuture(null);
  private Phase phase = Phase.WAITS;
  private long step = TestSteps.FIRST;

  StepReader(SourceReaderContext context, TestSteps steps) {
    this.context = context;
    this.steps = steps;
  }

  @Override
  public void start() {}

  @Override
  public void addSplits(List<StepSplit> restored) {
    step = restored.get(0).step();
  }

  @Override
  public void notifyNoMoreSplits() {}

  @Override
  public void handleSourceEvents(SourceEvent event) {
    if (event instanceof StartEvent) {
      enter(Phase.EMITS);
    } else if (event instanceof StepDoneEvent done && done.step() == step) {
      if (step == steps.last()) {
        enter(Phase.ENDS);
      } else {
        step++;
        enter(Phase.EMITS);
      }
    } else {
      throw new IllegalStateException(
          "The steps of a TestStream are at %d and got %s. This is a bug of the runner, please report it."
              .formatted(step, event));
    }
  }

  private void enter(Phase next) {
    phase = next;
    available.complete(null);
  }

  @Override
  public InputStatus pollNext(ReaderOutput<Long> output) {
    if (phase == Phase.ENDS) {
      return InputStatus.END_OF_INPUT;
    }
    if (phase == Phase.EMITS) {
      phase = Phase.WAITS;
      context.emitWatermark(TestTime.CLOCK.newWatermark(steps.clockMillisAt(step)));
      context.emitWatermark(TestTime.STEP.newWatermark(step));
    }
    available = new CompletableFuture<>();
    return InputStatus.NOTHING_AVAILABLE;
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return available;
  }

  @Override
  public List<StepSplit> snapshotState(long checkpointId) {
    return List.of(new StepSplit(step));
  }

  @Override
  public void close() {}
}
