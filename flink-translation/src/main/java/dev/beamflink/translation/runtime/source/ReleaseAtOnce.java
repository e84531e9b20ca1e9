package dev.beamflink.translation.runtime.source;

import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/** Each reader ends when it has read all that it had. */
final class ReleaseAtOnce extends ReaderRelease {

  ReleaseAtOnce(SplitEnumeratorContext<?> context) {
    super(context);
  }

  @Override
  void nothingLeftFor(int subtask) {
    release(subtask);
  }
}
