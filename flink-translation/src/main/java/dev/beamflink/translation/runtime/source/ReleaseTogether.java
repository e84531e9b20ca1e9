package dev.beamflink.translation.runtime.source;

import java.util.HashSet;
import java.util.Set;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/** Readers end when all of them have read all that they had. */
final class ReleaseTogether extends ReaderRelease {

  private final Set<Integer> done = new HashSet<>();

  ReleaseTogether(SplitEnumeratorContext<?> context) {
    super(context);
  }

  @Override
  void nothingLeftFor(int subtask) {
    tellNothingLeft(subtask);
  }

  @Override
  void readerDone(int subtask) {
    done.add(subtask);
    if (done.size() == parallelism()) {
      releaseAll();
    }
  }

  @Override
  void readerLost(int subtask) {
    done.remove(subtask);
  }
}
