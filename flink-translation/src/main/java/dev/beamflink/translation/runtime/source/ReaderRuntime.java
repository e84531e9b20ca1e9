package dev.beamflink.translation.runtime.source;

import org.apache.flink.api.connector.source.RichSourceReaderContext;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.streaming.api.operators.StreamingRuntimeContext;

/** Finds the runtime context of the task that a reader runs in. */
final class ReaderRuntime {

  private ReaderRuntime() {}

  static StreamingRuntimeContext of(SourceReaderContext context) {
    if (context instanceof RichSourceReaderContext rich
        && rich.getRuntimeContext() instanceof StreamingRuntimeContext runtime) {
      return runtime;
    }
    throw new IllegalStateException(
        "Flink's source operator gave a reader the context "
            + context.getClass().getName()
            + " without the task's runtime context. This Flink version is not supported.");
  }
}
