package dev.beamflink.translation.runtime.source;

import dev.beamflink.translation.runtime.quiet.DownstreamQuietEvent;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/** Readers end when every operator downstream that may have work of its own is quiet. */
final class ReleaseWhenDownstreamQuiet extends ReaderRelease {

  private final Set<String> operatorIds;
  private final Set<String> quiet = new HashSet<>();

  ReleaseWhenDownstreamQuiet(SplitEnumeratorContext<?> context, Set<String> operatorIds) {
    super(context);
    this.operatorIds = operatorIds;
  }

  @Override
  void nothingLeftFor(int subtask) {
    if (isAllQuiet()) {
      release(subtask);
    } else {
      tellNothingLeft(subtask);
    }
  }

  @Override
  void downstream(DownstreamQuietEvent event) {
    if (!operatorIds.contains(event.operatorId())) {
      throw new IllegalStateException(
          "A source that waits for %s got %s. This is a bug of the runner, please report it."
              .formatted(operatorIds, event));
    }
    if (!event.quiet()) {
      quiet.remove(event.operatorId());
    } else if (quiet.add(event.operatorId()) && isAllQuiet()) {
      releaseAll();
    }
  }

  private boolean isAllQuiet() {
    return quiet.size() == operatorIds.size();
  }
}
