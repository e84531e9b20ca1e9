package dev.beamflink.translation.runtime.source;

import dev.beamflink.translation.runtime.quiet.DownstreamQuietEvent;
import java.util.Map;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/**
 * Decides when the readers of a source may end. Belongs to an enumerator, called in the
 * coordinator's thread only. Keeps nothing in checkpoints: after a restore, readers register, hear
 * that nothing is left for them, and report again.
 */
abstract sealed class ReaderRelease
    permits ReleaseAtOnce, ReleaseTogether, ReleaseWhenDownstreamQuiet {

  private final SplitEnumeratorContext<?> context;

  ReaderRelease(SplitEnumeratorContext<?> context) {
    this.context = context;
  }

  /** For readers that need not wait for each other: bounded ones. */
  static ReaderRelease each(SplitEnumeratorContext<?> context, EndPolicy policy) {
    return policy instanceof EndPolicy.WhenDownstreamQuiet quiet
        ? new ReleaseWhenDownstreamQuiet(context, quiet.operatorIds())
        : new ReleaseAtOnce(context);
  }

  /**
   * For unbounded readers, which all end together: a reader that got no split would otherwise be
   * finished while the others run for months, and finished tasks limit restores.
   */
  static ReaderRelease together(SplitEnumeratorContext<?> context, EndPolicy policy) {
    return policy instanceof EndPolicy.WhenDownstreamQuiet quiet
        ? new ReleaseWhenDownstreamQuiet(context, quiet.operatorIds())
        : new ReleaseTogether(context);
  }

  /** No further split will go to the reader, which is registered. */
  abstract void nothingLeftFor(int subtask);

  /** The reader has read all that it had. */
  void readerDone(int subtask) {}

  /** The reader has failed; it may register again later. */
  void readerLost(int subtask) {}

  /** News from an operator downstream. */
  void downstream(DownstreamQuietEvent event) {
    throw new IllegalStateException(
        "A source that waits for no operator got "
            + event
            + ". This is a bug of the runner, please report it.");
  }

  /** Gives an event that reached the enumerator to the method for it. */
  final void handle(int subtask, SourceEvent event) {
    if (event instanceof DownstreamQuietEvent quiet) {
      downstream(quiet);
    } else if (event instanceof ReaderDoneEvent) {
      readerDone(subtask);
    } else {
      throw new IllegalStateException(
          "A source's enumerator got the unknown event "
              + event
              + ". This is a bug of the runner, please report it.");
    }
  }

  final int parallelism() {
    return context.currentParallelism();
  }

  final void tellNothingLeft(int subtask) {
    context.sendEventToSourceReader(subtask, new NoSplitsLeftEvent());
  }

  final void release(int subtask) {
    context.signalNoMoreSplits(subtask);
  }

  /** Releases those that are registered; another one is told when it registers. */
  final void releaseAll() {
    Map<Integer, ?> registered = context.registeredReaders();
    registered.keySet().stream().sorted().forEach(this::release);
  }
}
