package dev.beamflink.translation.runtime.source;

import dev.beamflink.translation.runtime.element.GlobalElement;
import dev.beamflink.translation.runtime.options.DeferredOptions;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.operators.StreamingRuntimeContext;

/**
 * Reads a bounded source from its start to its end in one call, for operators that are a source to
 * Beam but not to Flink. Serialisable.
 *
 * @param transform that reads, for errors and metrics
 */
public record WholeRead<T>(
    ReadTransform transform, BoundedSource<T> source, DeferredOptions options)
    implements Serializable {

  private static final long SPLIT_BYTES = 64L << 20; // 64 MiB

  /**
   * Emits all elements, in the global window.
   *
   * @param runtime of the operator that reads
   */
  public void read(StreamingRuntimeContext runtime, Consumer<WindowedValue<T>> elements) {
    UserCode userCode = UserCode.of(transform, runtime);
    for (BoundedSource<T> part : userCode.call("split", this::parts)) {
      read(userCode, part, elements);
    }
  }

  /** Not every source can be read before it is split. */
  private List<? extends BoundedSource<T>> parts() throws IOException {
    try {
      return source.split(SPLIT_BYTES, options.get());
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private void read(UserCode userCode, BoundedSource<T> part, Consumer<WindowedValue<T>> elements) {
    BoundedSource.BoundedReader<T> reader =
        userCode.call("createReader", () -> part.createReader(options.get()));
    try {
      boolean available = userCode.call("start", reader::start);
      while (available) {
        elements.accept(
            userCode.call(
                "reading",
                () -> GlobalElement.of(reader.getCurrent(), reader.getCurrentTimestamp())));
        available = userCode.call("advance", reader::advance);
      }
    } finally {
      userCode.run("close", reader::close);
    }
  }
}
