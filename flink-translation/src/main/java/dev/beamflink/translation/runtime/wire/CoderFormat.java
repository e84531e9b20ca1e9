package dev.beamflink.translation.runtime.wire;

import java.io.IOException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** The format of any coder: the coder itself, by way of streams. */
final class CoderFormat<T extends @Nullable Object> implements ValueFormat<T> {

  private final Coder<T> coder;
  private final DataViewStreams streams = new DataViewStreams();

  CoderFormat(Coder<T> coder) {
    this.coder = coder;
  }

  @Override
  public void write(T value, DataOutputView target) throws IOException {
    coder.encode(value, streams.over(target));
  }

  @Override
  public T read(DataInputView source) throws IOException {
    return coder.decode(streams.over(source));
  }
}
