package dev.beamflink.translation.runtime.teststream;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a step to be done at every end of the pipeline and tells the reader. Lives in the
 * JobManager, called in the coordinator's thread only; keeps nothing in checkpoints.
 *
 * <p>Reports of a failed attempt cannot be taken for those of the next one: Flink drops what comes
 * from a failed attempt, and hands on what came before in the order in which it came, so it is here
 * before the new reader registers, and is forgotten then.
 */
final class StepEnumerator implements SplitEnumerator<StepSplit, NoState> {

  private static final int READER = 0; // the only one

  private final SplitEnumeratorContext<StepSplit> context;
  private final Map<StepLeaf, Long> doneSteps = new HashMap<>();

  StepEnumerator(SplitEnumeratorContext<StepSplit> context) {
    this.context = context;
  }

  @Override
  public void start() {}

  @Override
  public void addReader(int subtask) {
    doneSteps.clear();
    context.sendEventToSourceReader(subtask, new StartEvent());
  }

  @Override
  public void handleSourceEvent(int subtask, SourceEvent event) {
    if (!(event instanceof LeafDoneEvent done)) {
      throw new IllegalStateException(
          "The steps of a TestStream got the unknown event %s. This is a bug of the runner, please report it."
              .formatted(event));
    }
    doneSteps.put(done.leaf(), done.step());
    if (doneSteps.size() == done.leaf().count()
        && doneSteps.values().stream().allMatch(step -> step == done.step())) {
      context.sendEventToSourceReader(READER, new StepDoneEvent(done.step()));
    }
  }

  @Override
  public void handleSplitRequest(int subtask, @Nullable String requesterHostname) {
    throw new IllegalStateException(
        "The steps of a TestStream are no splits. This is a bug of the runner, please report it.");
  }

  @Override
  public void addSplitsBack(List<StepSplit> splits, int subtask) {}

  @Override
  public NoState snapshotState(long checkpointId) {
    return new NoState();
  }

  @Override
  public void close() {}
}
